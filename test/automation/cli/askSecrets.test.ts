import { expect } from "chai";
import { execa } from "execa";
import { checkout } from "../../../local/setup/places.mjs";

const secret = "c0ffee00c0ffee00c0ffee00c0ffee00";

/** Asks for two secrets, and says of each how long it is. */
const asking = `
import { askSecrets } from "./automation/cli/askSecrets.ts";
const abort = new AbortController();
process.on("SIGINT", () => abort.abort(new Error("SIGINT")));
const asked = [{ name: "DatadogAPIKey", required: true }, { name: "Other", required: false }];
try {
  const given = await askSecrets(asked, abort.signal);
  for (const [name, { length }] of Object.entries(given)) console.log(name + " has " + length);
} catch (error) {
  console.log("ended by " + (error.code ?? error.message));
}
`;

/** Python, which local AWS needs anyway, has terminals to give. Types each text when the one before it has shown. */
const onTerminal = `
import os, pty, sys
script, *steps = sys.argv[1:]
pid, fd = pty.fork()
if pid == 0:
    os.execvp("node", ["node", "--import=tsx", "--input-type=module", "--eval", script])
shown, seen = b"", 0
while True:
    try:
        data = os.read(fd, 4096)
    except OSError:
        break
    if not data:
        break
    shown += data
    while steps and steps[0].encode() in shown[seen:]:
        seen = len(shown)
        os.write(fd, steps[1].encode())
        steps = steps[2:]
os.waitpid(pid, 0)
sys.stdout.buffer.write(shown)
`;

async function typed(...steps: readonly string[]): Promise<string> {
  const { stdout } = await execa("python3", ["-c", onTerminal, asking, ...steps], { cwd: checkout, stdin: "ignore" });
  return stdout;
}

describe("secrets that are asked for on a terminal", function () {
  this.timeout(60_000);

  it("are not shown, asked for again where one is required, and left to their default by Enter alone", async () => {
    const shown = await typed("DatadogAPIKey (", "\n", "DatadogAPIKey (", `${secret}\n`, "Other (", "\n");
    expect(shown).to.include("has no default").and.include("DatadogAPIKey has 32").and.include("Other has 0");
    expect(shown).to.not.include(secret);
  });

  it("are not given by Ctrl-C, which is the process's, nor by Ctrl-D", async () => {
    expect(await typed("DatadogAPIKey (", "\u0003")).to.include("ended by SIGINT");
    expect(await typed("DatadogAPIKey (", "\u0004")).to.include("ended by secrets-missing");
  });
});
