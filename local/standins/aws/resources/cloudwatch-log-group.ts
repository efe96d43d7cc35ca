import {
  AssociateKmsKeyCommand,
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  DeleteLogGroupCommand,
  DeleteRetentionPolicyCommand,
  DescribeLogGroupsCommand,
  DisassociateKmsKeyCommand,
  ListTagsForResourceCommand,
  type LogGroup,
  type LogGroupClass,
  PutRetentionPolicyCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from "@aws-sdk/client-cloudwatch-logs";
import type { Call } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { number, type Properties, text, textMap } from "../values.ts";

const logs = { id: "CloudWatch Logs", Client: CloudWatchLogsClient };

export const handler: ResourceHandler = {
  inputs: ["kmsKeyId", "logGroupClass", "name", "namePrefix", "retentionInDays", "skipDestroy", "tags"],
  replaceOn: ["logGroupClass", "name", "namePrefix"],
  computed: ["arn", "logGroupClass", "name", "namePrefix"],
  zero: { kmsKeyId: "", namePrefix: "", retentionInDays: 0 },
  defaults: { skipDestroy: false },
  autoName: { property: "name", maximum: 512, prefixProperty: "namePrefix" },
  tagged: true,

  async create(call, inputs) {
    const name = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    try {
      await call.client(logs).send(
        new CreateLogGroupCommand({
          logGroupName: name,
          logGroupClass: text(inputs, "logGroupClass") as LogGroupClass | undefined,
          kmsKeyId: text(inputs, "kmsKeyId"),
          ...(Object.keys(call.tags).length > 0 ? { tags: { ...call.tags } } : {}),
        }),
      );
    } catch (error) {
      throw new Error(`creating CloudWatch Logs Log Group (${name}): ${textOf(error)}`);
    }
    try {
      if (number(inputs, "retentionInDays") !== undefined) await setRetention(call, name, inputs);
    } catch (error) {
      throw new Started(name, textOf(error));
    }
    return name;
  },

  async read(call, id) {
    const group = await find(call, id);
    if (group === undefined) return undefined;
    const arn = (group.arn ?? "").replace(/:\*$/, "");
    const { tags = {} } = await call.client(logs).send(new ListTagsForResourceCommand({ resourceArn: arn }));
    return {
      id,
      tags,
      state: {
        arn,
        kmsKeyId: group.kmsKeyId ?? "",
        logGroupClass: group.logGroupClass ?? "STANDARD",
        name: id,
        retentionInDays: group.retentionInDays ?? 0,
      },
    };
  },

  async update(call, id, inputs, old, changed) {
    const client = call.client(logs);
    if (changed.has("retentionInDays")) await setRetention(call, id, inputs);
    if (changed.has("kmsKeyId")) {
      const kmsKeyId = text(inputs, "kmsKeyId");
      await (kmsKeyId === undefined
        ? client.send(new DisassociateKmsKeyCommand({ logGroupName: id }))
        : client.send(new AssociateKmsKeyCommand({ logGroupName: id, kmsKeyId })));
    }
    const resourceArn = text(old, "arn");
    const tagKeys = Object.keys(textMap(old, "tagsAll")).filter((key) => !(key in call.tags));
    if (tagKeys.length > 0) await client.send(new UntagResourceCommand({ resourceArn, tagKeys }));
    if (Object.keys(call.tags).length > 0) {
      await client.send(new TagResourceCommand({ resourceArn, tags: { ...call.tags } }));
    }
  },

  async delete(call, id, state) {
    if (state.skipDestroy === true) return;
    try {
      await call.client(logs).send(new DeleteLogGroupCommand({ logGroupName: id }));
    } catch (error) {
      if (isAwsError(error, "ResourceNotFoundException")) return;
      throw new Error(`deleting CloudWatch Logs Log Group (${id}): ${textOf(error)}`);
    }
  },
};

async function find(call: Call, name: string): Promise<LogGroup | undefined> {
  try {
    const { logGroups = [] } = await call.client(logs).send(new DescribeLogGroupsCommand({ logGroupNamePrefix: name }));
    return logGroups.find(({ logGroupName }) => logGroupName === name);
  } catch (error) {
    throw new Error(`reading CloudWatch Logs Log Group (${name}): ${textOf(error)}`);
  }
}

async function setRetention(call: Call, logGroupName: string, inputs: Properties): Promise<void> {
  const retentionInDays = number(inputs, "retentionInDays");
  await (retentionInDays === undefined
    ? call.client(logs).send(new DeleteRetentionPolicyCommand({ logGroupName }))
    : call.client(logs).send(new PutRetentionPolicyCommand({ logGroupName, retentionInDays })));
}
