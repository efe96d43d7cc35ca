import { expect } from "chai";
import { resolveContext } from "../../../../local/cloudformation/template/context.ts";
import { resolve } from "../../../../local/cloudformation/template/intrinsics.ts";
import { loadTemplate } from "../../../../local/cloudformation/template/load.ts";
import { parameterValues } from "../../../../local/cloudformation/template/parameters.ts";
import type { Scope } from "../../../../local/cloudformation/types.ts";
import { refusal } from "../harness.ts";

const china: Scope = { accountId: "111111111111", region: "cn-north-1", partition: "aws-cn" };

/** Resolves the properties of the resource R of a YAML template, in China. */
function properties(yaml: string, given: Readonly<Record<string, string>> = {}): unknown {
  const loaded = loadTemplate(yaml);
  const values = parameterValues(
    loaded,
    Object.entries(given).map(([key, value]) => ({ key, value })),
  );
  const stack = { scope: china, stackName: "s", stackId: "arn:s", notificationArns: [] };
  const context = resolveContext(loaded, values, stack, {
    ref: (id) => `${id}-id`,
    attribute: (id, name) => `${id}.${name}`,
    importValue: (name) => `import:${name}`,
  });
  return resolve(loaded.resources.R?.properties, context);
}

describe("a template's functions", () => {
  it("resolve in short and long form", () => {
    const yaml = `
Parameters:
  Env: { Type: String, Default: prod }
  Cidrs: { Type: CommaDelimitedList, Default: "a, b,c" }
Mappings:
  Sizes: { prod: { cpu: 4 }, "true": { cpu: 1 } }
Conditions:
  IsProd: !Equals [!Ref Env, prod]
Resources:
  Other: { Type: Fake::Thing }
  R:
    Type: Fake::Thing
    Properties:
      Ref: [!Ref Other, { Ref: Env }, !Ref Cidrs, !Ref AWS::StackName]
      Att: [!GetAtt Other.Deep.Er, !GetAtt [Other, Arn], { Fn::GetAtt: [Other, Arn] }]
      Sub:
        - !Sub "arn:\${AWS::Partition}:x:\${AWS::Region}:\${AWS::AccountId}:\${Other}/\${Other.Arn}.\${AWS::URLSuffix}\${!Kept}"
        - !Sub ["\${Env}-\${Own}", { Own: !Ref Other }]
      Join: !Join ["-", [a, !Ref Env, !GetAtt Other.Arn]]
      Select: !Select [1, !Ref Cidrs]
      Split: !Split [".", a.b]
      Map: !FindInMap [Sizes, !Ref Env, cpu]
      If: [!If [IsProd, yes-it-is, no], !If [IsProd, !Ref AWS::NoValue, gone]]
      Gone: !Ref AWS::NoValue
      Zones: !Select [0, !GetAZs ""]
      Base64: !Base64 text
      Import: !ImportValue { "Fn::Sub": "\${Env}-x" }
      Cidr: !Select [2, !Cidr [10.0.0.0/16, 4, 8]]
`;
    expect(properties(yaml)).to.deep.equal({
      Ref: ["Other-id", "prod", ["a", "b", "c"], "s"],
      Att: ["Other.Deep.Er", "Other.Arn", "Other.Arn"],
      Sub: ["arn:aws-cn:x:cn-north-1:111111111111:Other-id/Other.Arn.amazonaws.com.cn${Kept}", "prod-Other-id"],
      Join: "a-prod-Other.Arn",
      Select: "b",
      Split: ["a", "b"],
      Map: 4,
      If: ["yes-it-is"],
      Zones: "cn-north-1a",
      Base64: "dGV4dA==",
      Import: "import:prod-x",
      Cidr: "10.0.2.0/24",
    });
  });

  it("evaluate in conditions, unquoted booleans being text", () => {
    const yaml = `
Parameters:
  Flag: { Type: String, Default: false, AllowedValues: [true, false] }
  List: { Type: CommaDelimitedList, Default: "" }
Mappings: { M: { "false": { on: true } } }
Conditions:
  Off: !Equals [!Ref Flag, false]
  Empty: !Equals [!Join ["", !Ref List], ""]
  Mapped: !Equals [!FindInMap [M, !Ref Flag, on], "true"]
  All: !And [!Condition Off, Condition: Empty, !Not [!Condition Any]]
  Any: !Or [!Not [!Condition Off], !Equals [a, b]]
Resources:
  R:
    Type: Fake::Thing
    Properties: { All: !If [All, 1, 0], Any: !If [Any, 1, 0], Mapped: !If [Mapped, 1, 0] }
`;
    expect(properties(yaml)).to.deep.equal({ All: 1, Any: 0, Mapped: 1 });
    const mapless = yaml.replace("!FindInMap [M, !Ref Flag, on]", '"false"');
    expect(properties(mapless, { Flag: "true", List: "x" })).to.deep.equal({ All: 0, Any: 1, Mapped: 0 });
  });
});

describe("a template is refused", () => {
  const cases: readonly (readonly [string, string])[] = [
    [
      "{ Resources: { R: { Type: A, Properties: { X: !Ref Nobody } } } }",
      "Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template",
    ],
    [
      "{ Resources: { R: { Type: A, DependsOn: Nobody } } }",
      "Template format error: Unresolved resource dependencies [Nobody] in the Resources block of the template",
    ],
    [
      "{ Resources: { R: { Type: A } }, Outputs: { O: { Value: !Sub '${Nobody.Arn}' } } }",
      "Template format error: Unresolved resource dependencies [Nobody] in the Outputs block of the template",
    ],
    [
      "{ Resources: { R: { Type: A, Condition: C } } }",
      "Template format error: Unresolved condition dependency C in the Resources block of the template",
    ],
    [
      "{ Resources: { A: { Type: A, Properties: { X: !Ref B } }, B: { Type: A, DependsOn: A } } }",
      "Circular dependency between resources: [A, B]",
    ],
    ["{ Resources: {} }", "Template format error: At least one Resources member must be defined."],
    [
      "{ Resources: { R: { Properties: {} } } }",
      "Template format error: [/Resources/R] Every Resources object must contain a Type member.",
    ],
    ["{ Resources: { R: { Type: A } }, Extra: 1 }", "Invalid template property or properties [Extra]"],
    ["Resources:\n  R: {", "Template format error: YAML not well-formed. (line 2, column 7)"],
    ["just text", "Template format error: unsupported structure."],
    [
      "Resources: { R: { Type: A, Properties: { X: null } } }",
      "Template format error: [/Resources/R/Properties/X] 'null' values are not allowed in templates",
    ],
  ];
  for (const [body, message] of cases) {
    it(message, async () => {
      expect(await refusal(() => loadTemplate(body))).to.equal(`ValidationError: ${message}`);
    });
  }
});

describe("parameters", () => {
  const template = loadTemplate(`
Parameters:
  Flag: { Type: String, Default: true, AllowedValues: [true, false] }
  Email: { Type: String, AllowedPattern: "[^@]+@[^@]+" }
  Name: { Type: String, Default: abc, MinLength: 2, MaxLength: 4 }
  Size: { Type: Number, Default: 512, MinValue: 256, MaxValue: 2048 }
  Told: { Type: String, Default: x, AllowedPattern: "x", ConstraintDescription: must be x }
  Ports: { Type: List<Number>, Default: "1,2" }
  Vpc: { Type: "AWS::EC2::VPC::Id", Default: "" }
Resources: { R: { Type: Fake::Thing } }
`);
  const given = (values: Readonly<Record<string, string>>) => () =>
    parameterValues(
      template,
      Object.entries({ Email: "a@b", ...values }).map(([key, value]) => ({ key, value })),
    );

  it("take defaults as text", () => {
    expect(given({})()).to.deep.equal({
      Flag: "true",
      Email: "a@b",
      Name: "abc",
      Size: "512",
      Told: "x",
      Ports: "1,2",
      Vpc: "",
    });
  });

  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ Flag: "True" }, "Parameter 'Flag' must be one of AllowedValues"],
    [{ Email: "x a@b@" }, "Parameter 'Email' must match pattern [^@]+@[^@]+"],
    [{ Name: "a" }, "Parameter 'Name' must contain at least 2 characters"],
    [{ Name: "abcde" }, "Parameter 'Name' must contain at most 4 characters"],
    [{ Size: "many" }, "Parameter 'Size' must be a number"],
    [{ Size: "100" }, "Parameter 'Size' must be a number not less than 256"],
    [{ Size: "4096" }, "Parameter 'Size' must be a number not greater than 2048"],
    [{ Told: "y" }, "Parameter Told failed to satisfy constraint: must be x"],
    [{ Ports: "1,b" }, "Parameter 'Ports' must be a number"],
    [{ Nobody: "1", Neither: "2" }, "Parameters: [Nobody, Neither] do not exist in the template"],
  ];
  for (const [values, message] of cases) {
    it(message, async () => {
      expect(await refusal(given(values))).to.equal(`ValidationError: ${message}`);
    });
  }

  it("must have values, previous ones counting only when there are some", async () => {
    const call = (previous: Readonly<Record<string, string>>) => () =>
      parameterValues(template, [{ key: "Email", usePreviousValue: true }], previous);
    expect(await refusal(call({}))).to.equal("ValidationError: Parameters: [Email] must have values");
    expect(call({ Email: "c@d" })()).to.include({ Email: "c@d" });
  });
});
