import { rm } from "node:fs/promises";
import { join } from "node:path";
import { CloudFormation, waitUntilStackCreateComplete } from "@aws-sdk/client-cloudformation";
import { expect } from "chai";
import { startLocalAws } from "../../../local/aws/instance.ts";
import { localFolder } from "../../../local/setup/places.mjs";
import { releaseTemplates } from "../../../model/release/releaseTemplates.ts";
import { parseVersion } from "../../../model/release/version.ts";
import { stackParameters } from "../../support/stackParameters.ts";

const region = "us-east-1";
const accountId = "444444444444";

describe("a first creation whose resources take their time", function () {
  this.timeout(180_000);

  it("comes to its end: every custom resource is answered, however many are at work at once", async () => {
    const directory = join(localFolder(), "test", `creation-${process.pid}`);
    const aws = await startLocalAws({ directory, owner: process.pid, resourceSeconds: 0.3, buildSeconds: 0 });
    try {
      const credentials = { accessKeyId: accountId, secretAccessKey: "local" };
      const client = new CloudFormation({ region, endpoint: aws.endpoint, credentials });
      const { rootTemplateUrl } = releaseTemplates({
        release: parseVersion("1.39.7"),
        region,
        publishedRoles: [],
      });
      await client.createStack({
        StackName: "panther",
        TemplateURL: rootTemplateUrl ?? "",
        Parameters: stackParameters({ region, accountId }),
        Capabilities: ["CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
      });
      const patience = { client, maxWaitTime: 150, minDelay: 0.5, maxDelay: 1 };
      await waitUntilStackCreateComplete(patience, { StackName: "panther" });
      const { StackSummaries: stacks = [] } = await client.listStacks({});
      const resources = await Promise.all(
        stacks.map(async ({ StackId }) => {
          const { StackResources = [] } = await client.describeStackResources({ StackName: StackId });
          return StackResources;
        }),
      );
      const custom = resources.flat().filter(({ ResourceType = "" }) => ResourceType.startsWith("Custom::"));
      expect(custom.length).to.be.above(5);
      expect(new Set(resources.flat().map(({ ResourceStatus }) => ResourceStatus))).to.deep.equal(
        new Set(["CREATE_COMPLETE"]),
      );
    } finally {
      await aws.stop();
      await rm(directory, { recursive: true, force: true });
    }
  });
});
