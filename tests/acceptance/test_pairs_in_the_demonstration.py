"""The demonstration: at an address marked for two nobody goes alone, at once neither; elsewhere all go."""

from tests.acceptance.stories import marks, refused
from tests.support.app_under_test import AppUnderTest, an_address


def test_who_names_nobody_is_stopped_there_and_nowhere_else(app: AppUnderTest) -> None:
    address = an_address(230)
    marks(app, address, "pairs")
    refusal = app.jan.checks_in(minutes=10, address=address, expect=409)
    assert refused(refusal) == "companion_needed"
    planned = app.jan.plans(starts_in=5, minutes=10, address=address)
    assert planned["beforehand"]["mayStart"] is False
    app.jan.does(planned, "cancel")
    elsewhere = app.jan.checks_in(minutes=10, address=an_address(234))
    assert elsewhere["state"] == "under_way"
    app.jan.does(elsewhere, "check-out")


def test_a_planned_visit_waits_for_the_companion_who_was_named(app: AppUnderTest) -> None:
    address, along = an_address(231), [{"personId": str(app.ali.id)}]
    marks(app, address, "pairs")
    planned = app.jan.plans(starts_in=5, minutes=10, address=address, companions=along)
    assert planned["beforehand"]["mayStart"] is False
    asked = app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    asked.then_answers("1").expects_sms("je bent er")
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")


def test_who_does_not_come_leaves_three_choices_of_one_press(app: AppUnderTest) -> None:
    address, along = an_address(233), [{"personId": str(app.ali.id)}]
    marks(app, address, "pairs")
    planned = app.jan.plans(starts_in=5, minutes=10, address=address, companions=along)
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit")
    ali = planned["companions"][0]["id"]
    app.jan.does(planned, f"companions/{ali}/ask")
    app.ali.phone.expects_sms("Je gaat mee met Jan de Wit").then_answers("2").expects_sms("dat je niet meegaat")
    app.jan.phone.expects_sms("Ali Demir kan niet mee")
    app.fatima.does(planned, "ask-alone", reason="Ali is er niet", expect=403)
    app.jan.does(planned, "ask-alone", reason=" ", expect=400)
    app.jan.does(planned, "ask-alone", reason="Ali Demir is er niet")
    asked = app.karin.phone.expects_sms("Jan de Wit vraagt of alleen gaan mag")
    assert "Dorpsstraat 233" in asked.text
    assert "Ali Demir is er niet. Volgens het protocol" in asked.text
    asked.then_answers("2").expects_sms("krijgt bericht dat alleen gaan niet mag")
    app.jan.phone.expects_sms("Karin Smit vindt het niet goed dat je alleen gaat")
    app.karin.phone.sends("1")
    app.karin.phone.expects_sms("Dat is al voorbij")
    assert refused(app.jan.does(planned, "check-in", expect=409)) == "companion_needed"
    app.jan.does(planned, "ask-alone", reason="Ali Demir is er niet")
    app.karin.phone.expects_sms("vraagt of alleen gaan mag").then_answers("1").expects_sms("mag alleen gaan")
    app.jan.phone.expects_sms("Karin Smit staat toe dat je alleen gaat")
    assert app.karin.story(planned)[-1] == "Karin Smit staat toe dat Jan de Wit alleen gaat: Ali Demir is er niet."
    app.jan.does(app.jan.does(planned, "check-in"), "check-out")


def test_at_once_with_somebody_who_is_no_colleague_it_begins(app: AppUnderTest) -> None:
    address, along = an_address(232), [{"name": "Tolk Noor"}]
    marks(app, address, "pairs")
    visit = app.jan.checks_in(minutes=10, address=address, companions=along)
    assert visit["state"] == "under_way"
    app.jan.does(visit, "check-out")
