import { expect, it } from "vitest";
import { broughtBack, checkOrganisation, organisationIn } from "./provider";

it("brings back what the provider gave, and no more", () => {
  expect(broughtBack("?code=a%2Bb&state=s&iss=https%3A%2F%2Flogin.example&x=1")).toEqual({
    code: "a+b",
    state: "s",
    iss: "https://login.example",
    error: "",
  });
  expect(broughtBack("").state).toBe("");
});

it("knows the organisation from a link, and asks for it without", () => {
  expect(organisationIn("?organisatie=voorstad")).toBe("voorstad");
  expect(checkOrganisation({ organisation: " Voorstad " }).body).toBe("voorstad");
  expect(checkOrganisation({ organisation: " " }).errors).toEqual({ organisation: "needed" });
});
