import { execFileSync } from "node:child_process";
import { expect } from "chai";
import { emulatedTypes } from "../../../local/aws/resources/emulatedTypes.ts";
import { resourceProvider } from "../../../local/aws/resources/provider.ts";
import { emulatorPython } from "../../../local/emulator/location.mjs";

describe("resource types", () => {
  it("are those that the emulator has handlers for", () => {
    const code =
      "import json; from ministack.services.cloudformation import provisioners; print(json.dumps(list(provisioners._RESOURCE_HANDLERS)))";
    const output = execFileSync(emulatorPython(), ["-c", code], {
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    });
    const types = JSON.parse(output.trim().split("\n").at(-1) ?? "") as string[];
    expect(emulatedTypes).to.deep.equal(types.sort());
  });

  it("are also custom ones and those that are but recorded, and no others", () => {
    const nobody = { create: fail, update: fail, delete: fail };
    const provider = resourceProvider({ emulated: nobody, custom: nobody, codeBuildProject: nobody, inert: nobody });
    const types = [
      "AWS::SQS::Queue",
      "AWS::CodeBuild::Project",
      "Custom::X",
      "AWS::EC2::EIP",
      "AWS::No::Such",
      "Other::X",
    ];
    expect(types.map((type) => provider.supports?.(type, "aws"))).to.deep.equal([true, true, true, true, false, false]);
    const split = ["AWS::Cognito::UserPool", "AWS::AppSync::GraphQLApi", "AWS::SQS::Queue"];
    expect(split.map((type) => provider.supports?.(type, "aws"))).to.deep.equal([true, true, true]);
    expect(split.map((type) => provider.supports?.(type, "aws-cn"))).to.deep.equal([false, false, true]);
  });
});

function fail(): never {
  throw new Error("not to be called");
}
