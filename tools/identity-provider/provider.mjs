// A real OpenID provider (panva's oidc-provider, certified by the OpenID Foundation) for the tests. Configured by one
// JSON document on standard input; says the port it listens on. Whoever signs in here is whom the login form names.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const said = JSON.parse(await new Promise((resolve) => {
  let text = "";
  process.stdin.on("data", (piece) => {
    text += piece;
    if (text.endsWith("\n")) resolve(text);
  });
}));

process.stdin.on("end", () => process.exit());

const server = createServer();
await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
const issuer = `http://127.0.0.1:${server.address().port}`;

const provider = new Provider(issuer, {
  clients: said.clients,
  pkce: { required: () => true },
  claims: { openid: ["sub", "groups"], acr: null },
  acrValues: ["http://eidas.europa.eu/LoA/low", "http://eidas.europa.eu/LoA/substantial"],
  conformIdTokenClaims: false,
  enabledJWA: {
    idTokenSigningAlgValues: ["RS256", "PS256", "ES256"],
    clientAuthSigningAlgValues: ["RS256", "PS256", "ES256"],
  },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  cookies: { keys: ["only for tests"] },
  findAccount: (_, id) => ({
    accountId: id,
    claims: () => ({ sub: id, groups: said.people[id]?.groups ?? [] }),
  }),
});

// The page where somebody types their name: here its answer comes at once, and consent with it.
provider.use(async (ctx, next) => {
  const uid = /^\/interaction\/([^/]+)$/.exec(ctx.path)?.[1];
  if (!uid) return next();
  const { prompt, params, session } = await provider.interactionDetails(ctx.req, ctx.res);
  const name = ctx.query.as ?? session?.accountId;
  if (prompt.name === "login") {
    if (!name) {
      ctx.body = `login ${uid}`;
      return;
    }
    if (name === "nobody") {
      await provider.interactionFinished(ctx.req, ctx.res, { error: "access_denied" });
      return;
    }
    await provider.interactionFinished(ctx.req, ctx.res, {
      login: { accountId: name, acr: said.people[name]?.acr },
    });
    return;
  }
  const grant = new provider.Grant({ accountId: session.accountId, clientId: params.client_id });
  grant.addOIDCScope("openid");
  const grantId = await grant.save();
  await provider.interactionFinished(ctx.req, ctx.res, { consent: { grantId } }, { mergeWithLastSubmission: true });
});

server.on("request", provider.callback());
process.stdout.write(`${JSON.stringify({ issuer })}\n`);
