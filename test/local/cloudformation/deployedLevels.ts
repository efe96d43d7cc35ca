import { anonymous, child, events, harness, nested, scope, template } from "./harness.ts";

/** Root → Mid → Leaf with a thing at each level whose value is the root's parameter V, and a sibling that never changes. */
export async function deployedLevels(resourceSeconds = 10) {
  const h = harness(resourceSeconds);
  const parameters = { Parameters: { V: { Type: "String" }, Fail: { Type: "String", Default: "" } } };
  const pass = { V: { Ref: "V" }, Fail: { Ref: "Fail" } };
  const thing = (level: string) => ({ Value: { Ref: "V" }, Fail: { "Fn::If": [`Fail${level}`, "update", "no"] } });
  const condition = (level: string) => ({
    Conditions: { [`Fail${level}`]: { "Fn::Equals": [{ Ref: "Fail" }, level] } },
  });
  h.templates.set(
    "leaf",
    template(
      { LeafThing: thing("leaf") },
      { ...parameters, ...condition("leaf"), Outputs: { Value: { Value: { "Fn::GetAtt": ["LeafThing", "Value"] } } } },
    ),
  );
  h.templates.set(
    "mid",
    template(
      { MidThing: { ...thing("mid"), $: { DependsOn: "Leaf" } }, Leaf: child("leaf", pass) },
      {
        ...parameters,
        ...condition("mid"),
        Outputs: { Value: { Value: { "Fn::GetAtt": ["Leaf", "Outputs.Value"] } } },
      },
    ),
  );
  h.templates.set("same", template({ SameThing: {} }));
  const root = template(
    {
      Mid: child("mid", pass),
      Same: child("same"),
      RootThing: { ...thing("root"), $: { DependsOn: ["Mid", "Same"] } },
    },
    { ...parameters, ...condition("root"), Outputs: { Value: { Value: { "Fn::GetAtt": ["Mid", "Outputs.Value"] } } } },
  );
  await h.engine.createStack(scope, {
    StackName: "r",
    TemplateBody: root,
    Parameters: [{ ParameterKey: "V", ParameterValue: "1" }],
  });
  await h.engine.settled();
  const update = async (V: string, Fail = "") => {
    await h.engine.updateStack(scope, {
      StackName: "r",
      TemplateBody: root,
      Parameters: [
        { ParameterKey: "V", ParameterValue: V },
        { ParameterKey: "Fail", ParameterValue: Fail },
      ],
    });
    await h.engine.settled();
  };
  const since = (stack: string, count: number) => anonymous(events(h, stack)).slice(count);
  const output = (stack = "r") => h.engine.describeStacks(scope, stack).Stacks?.[0]?.Outputs?.[0]?.OutputValue;
  const parameter = (stack: string) =>
    h.engine.describeStacks(scope, stack).Stacks?.[0]?.Parameters?.[0]?.ParameterValue;
  const mid = nested(h, "r", "Mid");
  return {
    ...h,
    root,
    update,
    since,
    output,
    parameter,
    mid,
    leaf: nested(h, mid, "Leaf"),
    same: nested(h, "r", "Same"),
  };
}
