// A real OpenID provider for journeys: node oidc_provider.mjs PORT REDIRECT_URI…
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const [port, ...redirectUris] = process.argv.slice(2);
const issuer = `http://localhost:${port}`;

// Whoever signs in as NAME is NAME@example.org; as unverified-NAME, without a proof of it.
const account = (id) => ({
  accountId: id,
  claims: () => ({
    sub: id,
    name: id.replace(/^unverified-/, ''),
    email: `${id.replace(/^unverified-/, '').toLowerCase()}@example.org`,
    email_verified: !id.startsWith('unverified-'),
  }),
});

const provider = new Provider(issuer, {
  clients: [{ client_id: 'blogsite', client_secret: 'a secret of two', redirect_uris: redirectUris }],
  claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
  conformIdTokenClaims: false,
  cookies: { keys: ['only for tests'] },
  features: { devInteractions: { enabled: true } },
  findAccount: (_ctx, id) => account(id),
  pkce: { required: () => true },
});

createServer(provider.callback()).listen(Number(port), 'localhost', () => console.log('ready'));
