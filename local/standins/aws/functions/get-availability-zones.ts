import { DescribeAvailabilityZonesCommand, EC2Client } from "@aws-sdk/client-ec2";
import { textOf } from "../errors.ts";
import type { FunctionHandler } from "../handler.ts";
import { text } from "../values.ts";

export const handler: FunctionHandler = async (call, args) => {
  const state = text(args, "state");
  try {
    const { AvailabilityZones = [] } = await call.client({ id: "EC2", Client: EC2Client }).send(
      new DescribeAvailabilityZonesCommand({
        AllAvailabilityZones: args.allAvailabilityZones === true ? true : undefined,
        ...(state === undefined ? {} : { Filters: [{ Name: "state", Values: [state] }] }),
      }),
    );
    const zones = [...AvailabilityZones].sort((a, b) => ((a.ZoneName ?? "") < (b.ZoneName ?? "") ? -1 : 1));
    return {
      groupNames: [...new Set(zones.map(({ GroupName, RegionName }) => GroupName ?? RegionName ?? call.region))],
      id: call.region,
      names: zones.map(({ ZoneName }) => ZoneName),
      region: call.region,
      ...(state === undefined ? {} : { state }),
      zoneIds: zones.map(({ ZoneId }) => ZoneId),
    };
  } catch (error) {
    throw new Error(`reading EC2 Availability Zones: ${textOf(error)}`);
  }
};
