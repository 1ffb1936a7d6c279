// What is asked about getting in: sign-ins, passwords, second steps, passkeys, single sign-on and numbers.
import { ask, said } from "./ask";
import type { components } from "./schema";
import type { Role, BreakGlassIn, SignOnIn } from "./types";

export const accounts = {
  forgotPassword: (email: string) => said(ask.POST("/forgotten-passwords", { body: { email } })),
  readLink: (secret: string) => said(ask.POST("/account-links/_read", { body: { secret } })),
  chooseBy: (secret: string, password: string) => said(ask.POST("/account-links/_use", { body: { secret, password } })),
  invite: (person: string) =>
    said(ask.POST("/people/{person_id}/invitation", { params: { path: { person_id: person } } })),
  takeStep: (code: string) => said(ask.POST("/sessions/second-step", { body: { code } })),
  prepareStep: () => said(ask.POST("/sessions/second-step/_prepare")),
  stopStep: () => said(ask.DELETE("/sessions/second-step")),
  myStep: () => said(ask.GET("/me/second-step")),
  prepareMyStep: (password: string) => said(ask.POST("/me/second-step/_prepare", { body: { password } })),
  setMyStep: (code: string) => said(ask.PUT("/me/second-step", { body: { code } })),
  removeMyStep: (password: string) => said(ask.POST("/me/second-step/_remove", { body: { password } })),
  resetStepOf: (person: string, reason: string) =>
    said(
      ask.POST("/people/{person_id}/second-step-reset", { params: { path: { person_id: person } }, body: { reason } }),
    ),
  myPasskeys: () => said(ask.GET("/me/passkeys")),
  preparePasskey: (password: string) => said(ask.POST("/me/passkeys/_prepare", { body: { password } })),
  addPasskey: (body: components["schemas"]["NewPasskey"]) => said(ask.POST("/me/passkeys", { body })),
  renamePasskey: (id: string, name: string) =>
    said(ask.PATCH("/me/passkeys/{passkey_id}", { params: { path: { passkey_id: id } }, body: { name } })),
  removePasskey: (id: string, password: string) =>
    said(ask.POST("/me/passkeys/{passkey_id}/_remove", { params: { path: { passkey_id: id } }, body: { password } })),
  preparePasskeyStep: () => said(ask.POST("/sessions/second-step/passkey/_prepare")),
  takePasskeyStep: (body: components["schemas"]["PasskeyAnswer"]) =>
    said(ask.POST("/sessions/second-step/passkey", { body })),
  preparePasskeySignIn: () => said(ask.POST("/sessions/passkey/_prepare")),
  signInByPasskey: (body: components["schemas"]["PasskeyAnswer"]) => said(ask.POST("/sessions/passkey", { body })),
  signInPolicy: () => said(ask.GET("/sign-in-policy")),
  setSignInPolicy: (secondStep: Role[]) => said(ask.PUT("/sign-in-policy", { body: { secondStep } })),
  mySignIns: () => said(ask.GET("/sessions")),
  endMySignIn: (id: string) => said(ask.DELETE("/sessions/{session_id}", { params: { path: { session_id: id } } })),
  signInsOf: (person: string) =>
    said(ask.GET("/people/{person_id}/sessions", { params: { path: { person_id: person } } })),
  endSignInOf: (person: string, id: string) =>
    said(
      ask.DELETE("/people/{person_id}/sessions/{session_id}", {
        params: { path: { person_id: person, session_id: id } },
      }),
    ),
  endLostPhone: (team: string, person: string) =>
    said(
      ask.POST("/teams/{team_id}/workers/{person_id}/sign-out-everywhere", {
        params: { path: { team_id: team, person_id: person } },
      }),
    ),
  signPersonOut: (id: string) =>
    said(ask.POST("/people/{person_id}/sign-out-everywhere", { params: { path: { person_id: id } } })),
  setPassword: (body: components["schemas"]["NewPassword"]) => said(ask.PUT("/me/password", { body })),
  setPin: (body: components["schemas"]["Pins"]) => said(ask.PUT("/me/pin", { body })),
  checkMyNumber: (by: "sms" | "call") => said(ask.POST("/me/number-check", { body: { by } })),
  confirmMyNumber: (code: string) => said(ask.POST("/me/number-check/confirm", { body: { code } })),
  checkNumberOf: (id: string, by: "sms" | "call") =>
    said(ask.POST("/people/{person_id}/number-check", { params: { path: { person_id: id } }, body: { by } })),
  renewSession: () => said(ask.POST("/sessions/current/renew")),
  signOnOffer: () => said(ask.GET("/sign-on-offer")),
  signOn: (body: { organisation: string; invitation: string }) => said(ask.POST("/sign-ons", { body })),
  finishSignOn: (body: { state: string; code: string; iss: string; error: string }) =>
    said(ask.POST("/sign-ons/_finish", { body })),
  linkSignOn: () => said(ask.POST("/me/sign-ons")),
  signOnSetting: () => said(ask.GET("/single-sign-on")),
  setSignOn: (body: SignOnIn) => said(ask.PUT("/single-sign-on", { body })),
  removeSignOn: () => said(ask.DELETE("/single-sign-on")),
  trySignOn: () => said(ask.POST("/single-sign-on/_try")),
  breakGlass: () => said(ask.GET("/break-glass")),
  setBreakGlass: (body: BreakGlassIn) => said(ask.PUT("/break-glass", { body })),
  acknowledgeBreakGlass: (id: string) =>
    said(ask.POST("/break-glass/{person_id}/acknowledge", { params: { path: { person_id: id } } })),
  reviewBreakGlass: (id: string) =>
    said(ask.POST("/break-glass/{person_id}/review", { params: { path: { person_id: id } } })),
  scimTokens: () => said(ask.GET("/scim-tokens")),
  makeScimToken: (body: { name: string; days: number }) => said(ask.POST("/scim-tokens", { body })),
  endScimToken: (id: string) => said(ask.DELETE("/scim-tokens/{token_id}", { params: { path: { token_id: id } } })),
};
