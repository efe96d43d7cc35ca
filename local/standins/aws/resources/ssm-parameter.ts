import {
  AddTagsToResourceCommand,
  DeleteParameterCommand,
  DescribeParametersCommand,
  GetParameterCommand,
  ListTagsForResourceCommand,
  type Parameter,
  type ParameterTier,
  type ParameterType,
  PutParameterCommand,
  RemoveTagsFromResourceCommand,
  SSMClient,
} from "@aws-sdk/client-ssm";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { type Properties, text, textMap } from "../values.ts";

const ssm = { id: "SSM", Client: SSMClient };

export const handler: ResourceHandler = {
  inputs: [
    "allowedPattern",
    "dataType",
    "description",
    "insecureValue",
    "keyId",
    "name",
    "overwrite",
    "tags",
    "tier",
    "type",
    "value",
  ],
  replaceOn: ["name", "dataType"],
  computed: ["arn", "dataType", "insecureValue", "keyId", "tier", "value", "version"],
  zero: { allowedPattern: "", description: "", hasValueWo: false },
  defaults: {},
  autoName: { property: "name", maximum: 2048 },
  secrets: ["value"],
  tagged: true,

  async create(call, inputs) {
    const name = text(inputs, "name") ?? "";
    try {
      // Parameter Store takes no tags together with Overwrite.
      const tags = inputs.overwrite === true ? {} : { Tags: tagList(call.tags) };
      await call.client(ssm).send(new PutParameterCommand({ ...toParameter(inputs), ...tags, Name: name }));
    } catch (error) {
      throw new Error(`creating SSM Parameter (${name}): ${textOf(error)}`);
    }
    return name;
  },

  async read(call, id) {
    const found = await findParameter(call, id, true);
    if (found === undefined) return undefined;
    const { Parameters = [] } = await call
      .client(ssm)
      .send(new DescribeParametersCommand({ ParameterFilters: [{ Key: "Name", Option: "Equals", Values: [id] }] }));
    const details = Parameters[0];
    const { TagList } = await call
      .client(ssm)
      .send(new ListTagsForResourceCommand({ ResourceType: "Parameter", ResourceId: id }));
    return {
      id,
      tags: tagMap(TagList),
      state: {
        allowedPattern: details?.AllowedPattern ?? "",
        arn: found.ARN,
        dataType: found.DataType ?? "text",
        description: details?.Description ?? "",
        insecureValue: undefined,
        keyId: details?.KeyId ?? "",
        name: found.Name,
        tier: details?.Tier ?? "Standard",
        type: found.Type,
        value: found.Value,
        version: found.Version,
      },
    };
  },

  async update(call, id, inputs, old, changed) {
    const onlyTags = [...changed].every((key) => key === "tags");
    if (!onlyTags) {
      try {
        await call.client(ssm).send(new PutParameterCommand({ ...toParameter(inputs), Name: id, Overwrite: true }));
      } catch (error) {
        throw new Error(`updating SSM Parameter (${id}): ${textOf(error)}`);
      }
    }
    const resource = { ResourceType: "Parameter", ResourceId: id } as const;
    const before = textMap(old, "tagsAll");
    const TagKeys = Object.keys(before).filter((key) => !(key in call.tags));
    if (TagKeys.length > 0) await call.client(ssm).send(new RemoveTagsFromResourceCommand({ ...resource, TagKeys }));
    const Tags = tagList(call.tags).filter(({ Key, Value }) => before[Key] !== Value);
    if (Tags.length > 0) await call.client(ssm).send(new AddTagsToResourceCommand({ ...resource, Tags }));
  },

  async delete(call, id) {
    try {
      await call.client(ssm).send(new DeleteParameterCommand({ Name: id }));
    } catch (error) {
      if (isAwsError(error, "ParameterNotFound")) return;
      throw new Error(`deleting SSM Parameter (${id}): ${textOf(error)}`);
    }
  },
};

function toParameter(inputs: Properties) {
  return {
    AllowedPattern: text(inputs, "allowedPattern"),
    DataType: text(inputs, "dataType"),
    Description: text(inputs, "description"),
    KeyId: inputs.type === "SecureString" ? text(inputs, "keyId") : undefined,
    Overwrite: inputs.overwrite === true ? true : undefined,
    Tier: text(inputs, "tier") as ParameterTier | undefined,
    Type: text(inputs, "type") as ParameterType | undefined,
    Value: text(inputs, "value") ?? text(inputs, "insecureValue"),
  };
}

export async function findParameter(call: Call, Name: string, WithDecryption: boolean): Promise<Parameter | undefined> {
  try {
    return (await call.client(ssm).send(new GetParameterCommand({ Name, WithDecryption }))).Parameter;
  } catch (error) {
    if (isAwsError(error, "ParameterNotFound")) return undefined;
    throw new Error(`reading SSM Parameter (${Name}): ${textOf(error)}`);
  }
}
