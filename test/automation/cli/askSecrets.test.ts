import { expect } from "chai";
import { typed } from "../../support/terminal/typed.ts";

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

describe("secrets that are asked for on a terminal", function () {
  this.timeout(60_000);

  it("are not shown, asked for again where one is required, and left to their default by Enter alone", async () => {
    const shown = await typed(asking, "DatadogAPIKey (", "\n", "DatadogAPIKey (", `${secret}\n`, "Other (", "\n");
    expect(shown).to.include("has no default").and.include("DatadogAPIKey has 32").and.include("Other has 0");
    expect(shown).to.not.include(secret);
  });

  it("are not given by Ctrl-C, which is the process's, nor by Ctrl-D", async () => {
    expect(await typed(asking, "DatadogAPIKey (", "\u0003")).to.include("ended by SIGINT");
    expect(await typed(asking, "DatadogAPIKey (", "\u0004")).to.include("ended by secrets-missing");
  });
});
