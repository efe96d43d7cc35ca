import {
  AuthorizeSecurityGroupEgressCommand,
  AuthorizeSecurityGroupIngressCommand,
  CreateSecurityGroupCommand,
  CreateTagsCommand,
  DeleteSecurityGroupCommand,
  DeleteTagsCommand,
  DescribeSecurityGroupsCommand,
  EC2Client,
  type IpPermission,
  RevokeSecurityGroupEgressCommand,
} from "@aws-sdk/client-ec2";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import { type ResourceHandler, Started } from "../handler.ts";
import { isObject, type Properties, text, textMap, texts } from "../values.ts";

export const ec2 = { id: "EC2", Client: EC2Client };

/** Rules by blocks of addresses alone; others are refused, and so is a change of rules. */
export const handler: ResourceHandler = {
  inputs: ["description", "egress", "ingress", "name", "namePrefix", "revokeRulesOnDelete", "tags", "vpcId"],
  replaceOn: ["description", "egress", "ingress", "name", "namePrefix", "vpcId"],
  computed: ["arn", "name", "namePrefix", "ownerId"],
  zero: { namePrefix: "" },
  defaults: { description: "Managed by Pulumi", revokeRulesOnDelete: false },
  autoName: { property: "name", maximum: 255, prefixProperty: "namePrefix" },
  tagged: true,

  async create(call, inputs) {
    const name = text(inputs, "name") ?? `${text(inputs, "namePrefix") ?? ""}${Date.now()}`;
    const client = call.client(ec2);
    const { GroupId = "" } = await client
      .send(
        new CreateSecurityGroupCommand({
          GroupName: name,
          Description: text(inputs, "description"),
          VpcId: text(inputs, "vpcId"),
          TagSpecifications: [{ ResourceType: "security-group", Tags: tagList(call.tags) }],
        }),
      )
      .catch((error: unknown) => {
        throw new Error(`creating EC2 Security Group (${name}): ${textOf(error)}`);
      });
    try {
      // As the official plugin does: EC2 gives a new group a way out for everything.
      const everything = [{ IpProtocol: "-1", IpRanges: [{ CidrIp: "0.0.0.0/0" }] }];
      await client.send(new RevokeSecurityGroupEgressCommand({ GroupId, IpPermissions: everything }));
      const [egress, ingress] = [permissionsOf(inputs.egress), permissionsOf(inputs.ingress)];
      if (egress.length > 0)
        await client.send(new AuthorizeSecurityGroupEgressCommand({ GroupId, IpPermissions: egress }));
      if (ingress.length > 0)
        await client.send(new AuthorizeSecurityGroupIngressCommand({ GroupId, IpPermissions: ingress }));
    } catch (error) {
      throw new Started(GroupId, textOf(error));
    }
    return GroupId;
  },

  async read(call, id) {
    try {
      const { SecurityGroups: [found] = [] } = await call
        .client(ec2)
        .send(new DescribeSecurityGroupsCommand({ GroupIds: [id] }));
      if (!found) return undefined;
      const state = {
        description: found.Description,
        name: found.GroupName,
        ownerId: found.OwnerId,
        vpcId: found.VpcId,
      };
      return { id, tags: tagMap(found.Tags), state };
    } catch (error) {
      if (isAwsError(error, "InvalidGroup.NotFound")) return undefined;
      throw new Error(`reading EC2 Security Group (${id}): ${textOf(error)}`);
    }
  },

  update: (call, id, _inputs, old) => updateTags(call, id, old),

  async delete(call, GroupId) {
    try {
      await call.client(ec2).send(new DeleteSecurityGroupCommand({ GroupId }));
    } catch (error) {
      if (isAwsError(error, "InvalidGroup.NotFound")) return;
      throw new Error(`deleting EC2 Security Group (${GroupId}): ${textOf(error)}`);
    }
  },
};

export async function updateTags(call: Call, id: string, old: Properties): Promise<void> {
  const client = call.client(ec2);
  const gone = Object.keys(textMap(old, "tagsAll")).filter((key) => !(key in call.tags));
  if (gone.length > 0)
    await client.send(new DeleteTagsCommand({ Resources: [id], Tags: gone.map((Key) => ({ Key })) }));
  const Tags = tagList(call.tags);
  if (Tags.length > 0) await client.send(new CreateTagsCommand({ Resources: [id], Tags }));
}

function permissionsOf(rules: unknown): IpPermission[] {
  return (Array.isArray(rules) ? rules : []).filter(isObject).map((rule) => {
    const blocks = texts(rule, "cidrBlocks");
    if (!blocks) throw new Error("the stand-in has rules of security groups by cidrBlocks alone");
    const Description = text(rule, "description");
    return {
      IpProtocol: text(rule, "protocol"),
      FromPort: Number(rule.fromPort),
      ToPort: Number(rule.toPort),
      IpRanges: blocks.map((CidrIp) => ({ CidrIp, Description })),
    };
  });
}
