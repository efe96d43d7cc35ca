import type { FunctionHandler } from "../handler.ts";
import { partitionOf } from "../partitions.ts";
import { text } from "../values.ts";

/** Regions by the names that AWS's console gives them, as far as local tests show any. */
const descriptions: Readonly<Record<string, string>> = {
  "ap-southeast-1": "Asia Pacific (Singapore)",
  "ap-southeast-2": "Asia Pacific (Sydney)",
  "cn-north-1": "China (Beijing)",
  "cn-northwest-1": "China (Ningxia)",
  "eu-central-1": "Europe (Frankfurt)",
  "us-east-1": "US East (N. Virginia)",
  "us-east-2": "US East (Ohio)",
  "us-west-2": "US West (Oregon)",
};

export const handler: FunctionHandler = async (call, args) => {
  const region = text(args, "name") ?? call.region;
  const endpoint = `ec2.${region}.${partitionOf(region).dnsSuffix}`;
  return { description: descriptions[region] ?? region, endpoint, id: region, name: region, region };
};
