"""What a picture is called where only plain letters fit: in an SMS that says what somebody sent."""

from collections.abc import Mapping

from notifications.folding import PICTURES_SAY

CALLED: Mapping[str, str] = {one: word.lower() for one, word in PICTURES_SAY.items()} | {
    **dict.fromkeys("👍", "duim omhoog"), "👌": "in orde", **dict.fromkeys("✅✔☑", "vinkje"), "🙏": "gevouwen handen",
    **dict.fromkeys("❤💖💕💗🧡💛💚💙💜", "hartje"), **dict.fromkeys("😀😃😄😁😂🤣🙂😊😍😅😆", "lacht"),
    "😉": "knipoogt", **dict.fromkeys("😡🤬😠", "boos"), **dict.fromkeys("😔😞🙁☹😟", "verdrietig"),
    **dict.fromkeys("😳😬🥺", "bezorgd"),
    **dict.fromkeys("🤢🤮😷🤒", "ziek"), "😴": "slaapt", **dict.fromkeys("💀☠", "doodshoofd"),
    **dict.fromkeys("👊✊🤛🤜", "vuist"), **dict.fromkeys("✋🛑", "stop"), "👋": "zwaait", "👀": "ogen", "🏃": "rent",
    **dict.fromkeys("🐕🐶", "hond"), "🚪": "deur", **dict.fromkeys("🔒🔐", "slot"), "🔑": "sleutel", "🔥": "vuur",
    **dict.fromkeys("💣🧨", "bom"), "💥": "klap", "🪓": "bijl", "🔨": "hamer", "💉": "spuit", "💊": "pillen",
    **dict.fromkeys("🍺🍻🍷🥃", "drank"), **dict.fromkeys("📞☎📱", "telefoon"), **dict.fromkeys("⏰⏱⌛⏳", "tijd"),
    **dict.fromkeys("🚗🚙", "auto"), **dict.fromkeys("🏠🏡", "huis"), "❗": "!",
}  # fmt: skip
"""In Dutch, as `PICTURES_SAY`: those that people send in haste, or that say in what danger they are."""
ANY = "emoji"
