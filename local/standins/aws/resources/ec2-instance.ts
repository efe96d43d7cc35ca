import {
  type _InstanceType,
  DescribeInstancesCommand,
  type HttpTokensState,
  type Instance,
  RunInstancesCommand,
  type ShutdownBehavior,
  TerminateInstancesCommand,
  type VolumeType,
} from "@aws-sdk/client-ec2";
import { partitionOf } from "../../../../model/release/partition.ts";
import { type Call, tagList, tagMap } from "../call.ts";
import { isAwsError, textOf } from "../errors.ts";
import type { ResourceHandler } from "../handler.ts";
import { isObject, type Properties, text, texts } from "../values.ts";
import { ec2, updateTags } from "./ec2-security-group.ts";

/** What changes an instance in place is its tags alone; anything else makes a new one, more often than AWS's would. */
export const handler: ResourceHandler = {
  inputs: [
    "ami",
    "associatePublicIpAddress",
    "iamInstanceProfile",
    "instanceInitiatedShutdownBehavior",
    "instanceType",
    "metadataOptions",
    "rootBlockDevice",
    "subnetId",
    "tags",
    "userData",
    "userDataReplaceOnChange",
    "vpcSecurityGroupIds",
  ],
  replaceOn: ["ami", "associatePublicIpAddress", "iamInstanceProfile", "instanceType", "subnetId", "userData"],
  computed: ["arn", "availabilityZone", "instanceState", "privateIp", "publicIp"],
  sets: ["vpcSecurityGroupIds"],
  tagged: true,

  async create(call, inputs) {
    try {
      const { Instances: [made] = [] } = await call.client(ec2).send(new RunInstancesCommand(requestOf(call, inputs)));
      return made?.InstanceId ?? "";
    } catch (error) {
      throw new Error(`creating EC2 Instance: ${textOf(error)}`);
    }
  },

  async read(call, id, known) {
    const found = await find(call, id);
    if (!found || found.State?.Name === "terminated") return undefined;
    const { rootBlockDevice, metadataOptions } = known;
    return {
      id,
      tags: tagMap(found.Tags),
      state: {
        ami: found.ImageId,
        arn: `arn:${partitionOf(call.region).name}:ec2:${call.region}::instance/${id}`,
        // As the official plugin reads it: a stopped instance has given its address back.
        associatePublicIpAddress: known.associatePublicIpAddress === true && found.State?.Name === "running",
        availabilityZone: found.Placement?.AvailabilityZone,
        iamInstanceProfile: found.IamInstanceProfile?.Arn?.split("/").at(-1) ?? "",
        instanceState: found.State?.Name,
        instanceType: found.InstanceType,
        // MiniStack tells nothing of these two.
        ...(isObject(metadataOptions) && { metadataOptions }),
        ...(isObject(rootBlockDevice) && { rootBlockDevice }),
        privateIp: found.PrivateIpAddress,
        publicIp: found.PublicIpAddress ?? "",
        subnetId: found.SubnetId,
        vpcSecurityGroupIds: (found.SecurityGroups ?? []).map(({ GroupId = "" }) => GroupId),
      },
    };
  },

  update: (call, id, _inputs, old) => updateTags(call, id, old),

  async delete(call, id) {
    try {
      await call.client(ec2).send(new TerminateInstancesCommand({ InstanceIds: [id] }));
    } catch (error) {
      if (isAwsError(error, "InvalidInstanceID.NotFound")) return;
      throw new Error(`terminating EC2 Instance (${id}): ${textOf(error)}`);
    }
  },
};

function requestOf(call: Call, inputs: Properties): RunInstancesCommand["input"] {
  const { metadataOptions, rootBlockDevice } = inputs;
  const disk = isObject(rootBlockDevice) ? rootBlockDevice : {};
  const metadata = isObject(metadataOptions) ? metadataOptions : {};
  return {
    MinCount: 1,
    MaxCount: 1,
    ImageId: text(inputs, "ami"),
    InstanceType: text(inputs, "instanceType") as _InstanceType | undefined,
    SubnetId: text(inputs, "subnetId"),
    SecurityGroupIds: texts(inputs, "vpcSecurityGroupIds"),
    IamInstanceProfile: { Name: text(inputs, "iamInstanceProfile") },
    UserData: Buffer.from(text(inputs, "userData") ?? "").toString("base64"),
    InstanceInitiatedShutdownBehavior: text(inputs, "instanceInitiatedShutdownBehavior") as
      | ShutdownBehavior
      | undefined,
    MetadataOptions: {
      HttpTokens: text(metadata, "httpTokens") as HttpTokensState | undefined,
      HttpPutResponseHopLimit: Number(metadata.httpPutResponseHopLimit ?? 1),
    },
    BlockDeviceMappings: [
      {
        DeviceName: "/dev/xvda",
        Ebs: {
          Encrypted: disk.encrypted === true,
          VolumeSize: Number(disk.volumeSize ?? 8),
          VolumeType: text(disk, "volumeType") as VolumeType | undefined,
        },
      },
    ],
    TagSpecifications: [{ ResourceType: "instance", Tags: tagList(call.tags) }],
  };
}

async function find(call: Call, id: string): Promise<Instance | undefined> {
  try {
    const { Reservations = [] } = await call.client(ec2).send(new DescribeInstancesCommand({ InstanceIds: [id] }));
    return Reservations[0]?.Instances?.[0];
  } catch (error) {
    if (isAwsError(error, "InvalidInstanceID.NotFound")) return undefined;
    throw new Error(`reading EC2 Instance (${id}): ${textOf(error)}`);
  }
}
