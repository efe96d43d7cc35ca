import { expect } from "chai";
import { child, harness, scope, statusOf, template } from "./harness.ts";

describe("a release's size", () => {
  it("takes 12 nested stacks with 400 resources through create and update on little CPU", async () => {
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
    const begun = process.cpuUsage();
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
    const { user, system } = process.cpuUsage(begun);
    // Some 0.3 s where this was written; the bound is for noticing a quadratic mistake, not for measuring.
    expect((user + system) / 1e6).to.be.lessThan(4);
  });
});
