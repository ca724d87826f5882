// A provider whose tokens say what a test wants: node mock_provider.mjs PORT
// Each line of standard input is JSON: claims to put into its tokens (null takes one away).
import { createInterface } from 'node:readline';
import { OAuth2Server } from 'oauth2-mock-server';

let forced = {};
const server = new OAuth2Server();
await server.issuer.keys.generate('RS256');
server.service.on('beforeTokenSigning', ({ payload }) => {
  for (const [name, value] of Object.entries(forced)) {
    if (value === null) delete payload[name];
    else payload[name] = value;
  }
});
server.service.on('beforeUserinfo', (answer) => {
  answer.body = { sub: forced.sub };
});
await server.start(Number(process.argv[2]), 'localhost');
console.log(server.issuer.url);
for await (const line of createInterface({ input: process.stdin })) {
  forced = JSON.parse(line);
  console.log('forced');
}
await server.stop();
