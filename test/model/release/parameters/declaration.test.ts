import { expect } from "chai";
import { documentedParameter } from "../../../../model/release/parameters/catalog.ts";
import { declarationsOf, documentedTemplate } from "../../../../model/release/parameters/declaration.ts";
import { parseTemplate } from "../../../../model/release/templateText.ts";

const declared = (body: string) => [...declarationsOf(parseTemplate(`Parameters: {P: ${body}}`)).values()][0];

describe("declarationsOf", () => {
  it("reads all of a declaration as text and numbers", () => {
    expect(
      declared(
        "{Type: Number, Default: 5, NoEcho: 'true', AllowedValues: [true, 5, null, x], AllowedPattern: 1, MinValue: '1', MaxValue: 2, MinLength: 3, MaxLength: 4, ConstraintDescription: c}",
      ),
    ).to.deep.equal({
      name: "P",
      type: "Number",
      default: "5",
      noEcho: true,
      allowedValues: ["true", "5", "", "x"],
      allowedPattern: "1",
      minValue: 1,
      maxValue: 2,
      minLength: 3,
      maxLength: 4,
      constraintDescription: "c",
    });
  });

  it("takes what is missing or odd for as little as possible", () => {
    expect(declared("{}")).to.deep.equal({ name: "P", type: "String", noEcho: false });
    expect(declared("null")).to.deep.equal({ name: "P", type: "String", noEcho: false });
    expect(declared("{Default: null, MinValue: x}")).to.deep.equal({
      name: "P",
      type: "String",
      default: "",
      noEcho: false,
    });
    expect(declarationsOf({})).to.have.property("size", 0);
  });

  it("is not led astray by names that every object has", () => {
    expect([...declarationsOf(parseTemplate("Parameters: {constructor: {Default: x}}")).keys()]).to.deep.equal([
      "constructor",
    ]);
  });

  it("makes a template of what is documented", () => {
    const documented = ["VpcID", "FirstUserEmail", "DatadogAPIKey", "EnableLambdaReservedConcurrency"].flatMap(
      (name) => documentedParameter(name) ?? [],
    );
    const template = documentedTemplate(documented.map((parameter) => ({ ...parameter, maxLength: 99 })));
    expect([...declarationsOf(template).values()]).to.deep.equal([
      {
        name: "VpcID",
        type: "String",
        default: "",
        noEcho: false,
        allowedPattern: "^(vpc-[0-9a-f]{4,})?$",
        maxLength: 99,
      },
      {
        name: "FirstUserEmail",
        type: "String",
        noEcho: false,
        allowedPattern: documented[1]?.allowedPattern,
        maxLength: 99,
      },
      { name: "DatadogAPIKey", type: "String", default: "", noEcho: true, maxLength: 99 },
      {
        name: "EnableLambdaReservedConcurrency",
        type: "String",
        default: "true",
        noEcho: false,
        allowedValues: ["true", "false"],
        maxLength: 99,
      },
    ]);
  });
});
