import * as fc from "fast-check";
import { printTemplate } from "../../../../local/releases/yaml.ts";
import { rootKey, urlOf } from "./support.ts";

/** Templates of a made-up release by their keys, the root's among them. */
export type GeneratedRelease = ReadonlyMap<string, string>;

type Style = "short" | "long" | "json";
type Data = Readonly<Record<string, unknown>>;

/** Something that an expression of a template may name. */
interface Name {
  readonly name: string;
  readonly kind: "parameter" | "resource" | "stack";
  /** Outputs, for a stack. */
  readonly outputs: readonly string[];
}

interface Choices {
  /** A number below `count`, chosen by the test. */
  pick(count: number): number;
}

const types = [
  "AWS::Cognito::UserPool",
  "AWS::AppSync::GraphQLApi",
  "AWS::SNS::Topic",
  "AWS::Serverless::Function",
  "AWS::Serverless::Function",
  "AWS::IAM::Role",
  "AWS::Logs::LogGroup",
  "AWS::CloudWatch::Alarm",
  "AWS::SQS::Queue",
] as const;

/**
 * Releases of up to three levels in which everything may need everything that stands before it, with comments and empty
 * lines where people write some.
 */
export const generatedRelease: fc.Arbitrary<GeneratedRelease> = fc
  .record({
    numbers: fc.array(fc.nat({ max: 9999 }), { minLength: 60, maxLength: 240 }),
    style: fc.constantFrom<Style>("short", "long", "json"),
  })
  .map(({ numbers, style }) => {
    let at = 0;
    const choices: Choices = {
      pick: (count) => {
        const number = numbers[at % numbers.length] ?? 0;
        // A second round over the numbers is no repetition of the first.
        const round = Math.floor(at++ / numbers.length);
        return (number + round) % count;
      },
    };
    const texts = new Map<string, string>();
    const print = (data: Data) =>
      style === "json" ? JSON.stringify(data, undefined, 2) : commented(choices, printTemplate(data as never, style));
    template(choices, 1, (data) => {
      const key = `template-${texts.size}`;
      texts.set(key, print(data));
      return key;
    });
    const keys = [...texts.keys()];
    return new Map(keys.map((key, index) => [index === keys.length - 1 ? rootKey : key, texts.get(key) ?? ""]));
  });

function commented(choices: Choices, text: string): string {
  const notes = (line: string): readonly string[] => {
    const indent = /^ */.exec(line)?.[0] ?? "";
    return (
      [[], [], [], [], [], [`${indent}# about what follows`], ["", `${indent}# apart`, ""], [""]][choices.pick(8)] ?? []
    );
  };
  return text.replaceAll(/^.*\n/gm, (line) => [...notes(line), ""].join("\n") + line);
}

/** Stores a template after those that it nests; resolves to its key and what its parent has to know of it. */
function template(
  choices: Choices,
  level: number,
  store: (data: Data) => string,
): { readonly key: string; readonly parameters: readonly string[]; readonly outputs: readonly string[] } {
  const parameters = level === 1 ? ["Plain"] : ["Plain", "FromPool", "Other"];
  const names: Name[] = parameters.map((name) => ({ name, kind: "parameter", outputs: [] }));
  const resources: Record<string, unknown> = { Stays: { Type: "AWS::SNS::Topic" } };
  names.push({ name: "Stays", kind: "resource", outputs: [] });
  const count = 2 + choices.pick(5);
  for (let index = 0; index < count; index++) {
    const name = `R${index}`;
    if (level < 3 && choices.pick(3) === 0) {
      const nested = template(choices, level + 1, store);
      resources[name] = stack(choices, nested, names);
      names.push({ name, kind: "stack", outputs: nested.outputs });
    } else {
      resources[name] = resource(choices, names);
      names.push({ name, kind: "resource", outputs: [] });
    }
  }
  const outputs = ["First", "Second"];
  const key = store({
    Parameters: Object.fromEntries(parameters.map((name) => [name, { Type: "String" }])),
    Mappings: { Map: { a: { b: "c" } }, Unused: { a: { b: "c" } } },
    Conditions: {
      Yes: { "Fn::Equals": [{ Ref: "AWS::Region" }, "x"] },
      Also: { "Fn::Equals": [{ Ref: "Plain" }, "x"] },
    },
    Resources: resources,
    Outputs: Object.fromEntries(outputs.map((name) => [name, { Value: expression(choices, names) }])),
  });
  return { key, parameters, outputs };
}

function stack(choices: Choices, nested: ReturnType<typeof template>, names: readonly Name[]): Data {
  return {
    Type: "AWS::CloudFormation::Stack",
    ...order(choices, names),
    Properties: {
      TemplateURL: urlOf(nested.key),
      Parameters: Object.fromEntries(nested.parameters.map((name) => [name, expression(choices, names)])),
      Tags: [
        { Key: "Stack", Value: "panther" },
        { Key: "Of", Value: expression(choices, names) },
      ],
    },
  };
}

function resource(choices: Choices, names: readonly Name[]): Data {
  const type = types[choices.pick(types.length)] ?? "AWS::SNS::Topic";
  const value = () => expression(choices, names);
  const whole: Readonly<Record<string, () => Data>> = {
    "AWS::Serverless::Function": () => ({
      InlineCode: "x",
      Environment: { Variables: { A: value(), B: "b", C: value() } },
      Policies: [{ Statement: [statement(value()), statement("*")] }],
    }),
    "AWS::IAM::Role": () => ({
      Policies: [
        { PolicyName: "A", PolicyDocument: { Statement: [statement([value(), value()])] } },
        { PolicyName: "B", PolicyDocument: { Statement: [statement([value(), "*"])] } },
      ],
    }),
    "AWS::Logs::LogGroup": () => ({ LogGroupName: value() }),
    "AWS::CloudWatch::Alarm": () => ({ AlarmActions: [value(), "x"], MetricName: value() }),
    // Now and then what can't be cut out cleanly.
    "AWS::SQS::Queue": () =>
      choices.pick(6) === 0 ? { QueueName: value() } : { Tags: [{ Key: "a", Value: value() }] },
  };
  const properties = whole[type]?.();
  return {
    Type: type,
    ...(choices.pick(5) === 0 ? { Condition: "Also" } : {}),
    ...order(choices, names),
    ...(properties ? { Properties: properties } : {}),
  };
}

function order(choices: Choices, names: readonly Name[]): Data {
  const resources = names.filter(({ kind }) => kind !== "parameter").map(({ name }) => name);
  const one = resources[choices.pick(resources.length)] ?? "Stays";
  const orders = [{}, {}, { DependsOn: one }, { DependsOn: [...new Set([one, "Stays"])] }];
  return orders[choices.pick(orders.length)] ?? {};
}

function statement(resources: unknown): Data {
  return { Effect: "Allow", Action: "*", Resource: resources };
}

/** An expression that names something, in one of the ways to do so. */
function expression(choices: Choices, names: readonly Name[]): unknown {
  const named = names[choices.pick(names.length)] ?? { name: "Plain", kind: "parameter", outputs: [] };
  const output = named.outputs[choices.pick(2)];
  if (named.kind === "stack") {
    const attribute = `Outputs.${output}`;
    return [{ "Fn::GetAtt": [named.name, attribute] }, { "Fn::Sub": `https://\${${named.name}.${attribute}}` }][
      choices.pick(2)
    ];
  }
  const ref = { Ref: named.name };
  const forms: readonly unknown[] = [
    ref,
    { "Fn::Sub": `\${AWS::Partition}:\${${named.name}}:\${!Kept}` },
    { "Fn::Sub": ["${A}", { A: ref }] },
    { "Fn::Join": ["-", ["a", ref]] },
    { "Fn::Select": [0, [ref, "b"]] },
    { "Fn::If": ["Yes", ref, { Ref: "AWS::NoValue" }] },
    { "Fn::If": ["Also", "", ref] },
    { "Fn::If": ["Yes", ref, { "Fn::Sub": "x${Stays}" }] },
    // Which of the two would stay can't be told when one goes.
    { "Fn::If": ["Also", ref, choices.pick(8) === 0 ? "x" : ref] },
    { "Fn::FindInMap": ["Map", "a", "b"] },
    named.kind === "resource" ? { "Fn::GetAtt": [named.name, "Arn"] } : ref,
  ];
  return forms[choices.pick(forms.length)];
}
