// Starts the emulator of Twilio on loopback alone, on a free port, which it prints. It ends with its
// standard input, so it never outlives the tests.

import net from "node:net";

import { createEmulator } from "emulate";

const listen = net.Server.prototype.listen;
net.Server.prototype.listen = function (port) {
  return listen.call(this, port, "127.0.0.1", () => console.log(this.address().port));
};

const [sid, auth_token] = process.argv.slice(2);
await createEmulator({
  service: "twilio",
  port: 0,
  baseUrl: "http://127.0.0.1",
  seed: { twilio: { account: { sid, auth_token, friendly_name: "clinic" } } },
});

process.stdin.on("end", () => process.exit(0)).resume();
