import { NoSuchKey } from "@aws-sdk/client-s3";
import { expect } from "chai";
import { roleOf } from "../../../automation/adopt/readRole.ts";
import type { AwsApis } from "../../../automation/clients.ts";
import { parseVersion } from "../../../model/release/version.ts";

const arn = "arn:aws:iam::012345678901:role/path/PantherDeploymentRole";
const place = { region: "us-east-1", source: { kind: "panther" } } as const;
const parameters = "Parameters: {DeploymentRoleName: {Type: String}, IdentityAccountId: {Type: String, Default: ''}}";
const bodies: Readonly<Record<string, string>> = {
  "panther-deployment-role/v1.36.0/template.yml": `${parameters}\nDescription: one`,
  "panther-deployment-role/v1.36.2/template.yml": `${parameters}\nDescription: one`,
  "panther-deployment-role/v1.37.0/template.yml": `${parameters}\nDescription: two`,
};

/** AWS with a role whose stack has this template; without one it is in no stack. */
function awsWith(live: string | undefined, stack: object = {}): AwsApis {
  const aws = {
    stacks: {
      describeStackResources: async () => {
        if (live !== undefined) return { StackResources: [{ StackName: "panther-role" }] };
        throw Object.assign(new Error("Stack for PantherDeploymentRole does not exist"), { name: "ValidationError" });
      },
      describeStacks: async () => ({
        Stacks: [
          {
            StackId: "arn:stack",
            Parameters: [
              { ParameterKey: "DeploymentRoleName", ParameterValue: "PantherDeploymentRole" },
              { ParameterKey: "IdentityAccountId", ParameterValue: "" },
            ],
            ...stack,
          },
        ],
      }),
      getTemplate: async () => ({ TemplateBody: live }),
    },
    objects: {
      listObjectsV2: async () => ({ Contents: Object.keys(bodies).map((Key) => ({ Key })) }),
      getObject: async ({ Key }: { readonly Key: string }) => {
        const body = bodies[Key];
        if (body === undefined) throw new NoSuchKey({ message: "", $metadata: {} });
        return { Body: { transformToString: async () => body } };
      },
    },
  };
  return aws as unknown as AwsApis;
}

const roleWith = (live: string | undefined, release: string, stack?: object) =>
  roleOf(awsWith(live, stack), arn, parseVersion(release), place);

describe("the deployment role of a Panther that runs", () => {
  it("is taken over with the template that the program would choose, where several are alike", async () => {
    for (const [release, version] of [
      ["1.36.0", "1.36.0"],
      ["1.36.2", "1.36.2"],
      // Has none of its own: the highest of its minor.
      ["1.36.1", "1.36.2"],
    ] as const) {
      const role = await roleWith(`${parameters}\nDescription: one`, release);
      expect(role.kind === "stack" && role.templateUrl).to.include(`/v${version}/`);
    }
  });

  it("may be ahead, as a failed hop leaves it", async () => {
    const role = await roleWith(`${parameters}\nDescription: two`, "1.36.0");
    expect(role).to.deep.include({ kind: "stack", stackName: "panther-role", roleName: "PantherDeploymentRole" });
    expect(role).to.deep.include({ parameters: {}, defaults: { IdentityAccountId: "" } });
    expect(role.kind === "stack" && role.templateUrl).to.include("/v1.37.0/");
  });

  it("is somebody else's where it is in no stack, in a nested one, or in one with another template", async () => {
    const other = { kind: "other", arn };
    expect(await roleWith(undefined, "1.36.0")).to.deep.equal(other);
    expect(await roleWith(`${parameters}\nDescription: one`, "1.36.0", { ParentId: "arn:parent" })).to.deep.equal(
      other,
    );
    expect(await roleWith(`${parameters}\nDescription: ours`, "1.36.0")).to.deep.equal(other);
  });
});
