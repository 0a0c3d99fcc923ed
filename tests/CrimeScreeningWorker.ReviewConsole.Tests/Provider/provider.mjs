// A real OpenID Connect provider on loopback, for the tests of the sign-in. node provider.mjs CALLBACK SIGNED_OUT
// It writes its own address on standard output. People sign in by the name of an account below, without a password.
import { createServer } from "node:http";
import { Provider } from "oidc-provider";

const [callback, signedOut] = process.argv.slice(2);
const accounts = {
    coordinator: { name: "C. Coordinator", groups: ["stalking-team"] },
    both: { name: "B. Both", groups: ["cdi", "registrar"], forces: ["ELSEWHERE"] },
    stranger: { name: "S. Stranger", groups: ["finance"] },
};

const server = createServer();
await new Promise(resolve => server.listen(0, "127.0.0.1", resolve));
const issuer = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(issuer, {
    clients: [{
        client_id: "console",
        client_secret: "of-the-tests",
        redirect_uris: [callback],
        post_logout_redirect_uris: [signedOut],
        response_types: ["code"],
        grant_types: ["authorization_code"],
    }],
    pkce: { required: () => true },
    claims: { openid: ["sub"], profile: ["name", "groups", "forces"] },
    // Not pushed ahead, so that a test can read in the address what was asked.
    features: { devInteractions: { enabled: false }, pushedAuthorizationRequests: { enabled: false } },
    cookies: { keys: ["of the tests"] },
    findAccount: (_, id) => accounts[id] && { accountId: id, claims: () => ({ sub: id, ...accounts[id] }) },
    // Nobody is asked what the console may learn of them.
    loadExistingGrant: async ctx => {
        const grant = new provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
        grant.addOIDCScope("openid profile");
        await grant.save();
        return grant;
    },
    interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
});

server.on("request", async (request, response) => {
    if (!request.url.startsWith("/interaction/")) return provider.callback()(request, response);
    const { uid } = await provider.interactionDetails(request, response);
    if (request.method === "GET") {
        response.setHeader("content-type", "text/html; charset=utf-8");
        response.end(`<!DOCTYPE html><html lang="en"><title>Provider</title><h1>Provider</h1>
            <form method="post" action="/interaction/${uid}"><label>Account <input name="account"></label><button>Go on</button></form></html>`);
        return;
    }
    let body = "";
    for await (const part of request) body += part;
    await provider.interactionFinished(request, response, { login: { accountId: new URLSearchParams(body).get("account") } });
});
console.log(issuer);
