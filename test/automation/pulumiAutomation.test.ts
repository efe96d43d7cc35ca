import { expect } from "chai";
import { execa } from "execa";
import { checkout } from "../../local/setup/places.mjs";

/** Runs a module's text in a process of its own: in this one others have loaded what matters here. */
async function printed(text: string): Promise<unknown> {
  const args = ["--import=tsx", "--input-type=module", "--eval", text];
  const { stdout } = await execa(process.execPath, args, { cwd: checkout });
  return JSON.parse(stdout);
}

const prelude = `
  import { createRequire } from "node:module";
  const require = createRequire(process.cwd() + "/main.js");
  const heavy = () => ["typescript", "@npmcli/arborist"].filter((name) =>
    Object.keys(require.cache).some((file) => file.includes("/node_modules/" + name + "/")));
  const { LocalWorkspace } = await import("./automation/pulumiAutomation.ts");
`;

describe("Pulumi's Automation API as the driver loads it", () => {
  it("is there without what turns functions into text", async () => {
    const answer = await printed(
      `${prelude} console.log(JSON.stringify([typeof LocalWorkspace.selectStack, heavy()]));`,
    );
    expect(answer).to.deep.equal(["function", []]);
  });

  it("leaves that to programs in the same process, whole", async () => {
    const answer = await printed(`${prelude}
      const runtime = require("@pulumi/pulumi/runtime");
      const { text } = await runtime.serializeFunction(() => 42);
      const names = (file) => Object.keys(require("@pulumi/pulumi/runtime/closure/" + file)).sort();
      await runtime.computeCodePaths();
      console.log(JSON.stringify([text.includes("42"), heavy(), names("serializeClosure.js"), names("codePaths.js")]));
    `);
    expect(answer).to.deep.equal([
      true,
      ["typescript", "@npmcli/arborist"],
      // What the placeholders have: a later version with more needs more in them.
      ["serializeFunction", "serializeFunctionAsync"],
      ["computeCodePaths", "findWorkspaceRoot"],
    ]);
  });
});
