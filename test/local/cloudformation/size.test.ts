import { expect } from "chai";
import { child, events, harness, scope, statusOf, template } from "./harness.ts";

describe("a release's size", () => {
  it("takes 12 nested stacks with 400 resources through create and update, each thing once", async () => {
    const h = harness(0);
    for (let stack = 0; stack < 12; stack++) {
      const things = Array.from({ length: 34 }, (_, index) => [
        `T${index}`,
        {
          Value: { "Fn::Sub": `\${V}-\${AWS::Region}` },
          ...(index > 0 ? { On: { "Fn::GetAtt": [`T${index >> 1 === index ? 0 : index >> 1}`, "Arn"] } } : {}),
        },
      ]);
      h.templates.set(`n${stack}`, template(Object.fromEntries(things), { Parameters: { V: { Type: "String" } } }));
    }
    const root = template(
      Object.fromEntries(
        Array.from({ length: 12 }, (_, stack) => [`N${stack}`, child(`n${stack}`, { V: { Ref: "V" } })]),
      ),
      { Parameters: { V: { Type: "String" } } },
    );
    const call = (value: string) => ({
      StackName: "s",
      TemplateBody: root,
      Parameters: [{ ParameterKey: "V", ParameterValue: value }],
    });
    await h.engine.createStack(scope, call("1"));
    await h.engine.settled();
    await h.engine.updateStack(scope, call("2"));
    await h.engine.settled();
    expect(statusOf(h, "s")).to.equal("UPDATE_COMPLETE");
    expect(h.provider.standing.size).to.equal(12 * 34);
    const calls = (verb: string) => h.provider.calls.filter((call) => call.startsWith(verb)).length;
    expect([calls("create"), calls("update"), calls("delete")]).to.deep.equal([12 * 34, 12 * 34, 0]);
    const stacks = h.engine.listStacks(scope).StackSummaries ?? [];
    const counts = stacks.map(({ StackName = "" }) => events(h, StackName).length);
    // A thing's three events and two; a nested stack's own two and three, and in its parent three and three.
    expect(counts).to.have.members([...Array.from({ length: 12 }, () => 34 * 5 + 5), 12 * 6 + 5]);
  });
});
