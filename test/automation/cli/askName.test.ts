import { expect } from "chai";
import { typed } from "../../support/terminal/typed.ts";

const asking = `
import { confirm } from "./automation/cli/ask.ts";
import { confirmByName } from "./automation/cli/askName.ts";
process.on("SIGINT", () => console.log("[SIGINT]"));
console.log("[" + (await confirmByName("Type dev to go on:", "dev")) + "]");
console.log("[" + (await confirm("Sure?")) + "]");
`;

/** What came of a name, and of a yes or no after it. */
async function answers(name: string, yes = "\n"): Promise<readonly string[]> {
  const shown = await typed(asking, "go on: ", name, "[y/N] ", yes);
  return [...shown.matchAll(/\[(true|false|SIGINT)\]/g)].map(([, answer = ""]) => answer);
}

describe("a name that is asked for on a terminal", function () {
  this.timeout(60_000);

  it("is that name and no other, and no yes", async () => {
    expect(await answers("dev\n", "y\n")).to.deep.equal(["true", "true"]);
    expect(await answers("yes\n", "dev\n")).to.deep.equal(["false", "false"]);
    expect(await answers("DEV\n")).to.deep.equal(["false", "false"]);
  });

  it("is not given by Enter, Ctrl-D or Ctrl-C, which is the process's", async () => {
    expect(await answers("\n")).to.deep.equal(["false", "false"]);
    expect(await answers("\u0004")).to.deep.equal(["false", "false"]);
    expect(await answers("\u0003")).to.deep.equal(["SIGINT", "false", "false"]);
  });
});
