import { partitionOf as modelPartition } from "../../../model/release/partition.ts";

/** A partition in the words of the AWS plugin. */
export interface Partition {
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly dnsSuffix: string;
  readonly reverseDnsPrefix: string;
}

export function partitionOf(region: string): Partition {
  const { name, dnsSuffix } = modelPartition(region);
  return { partition: name, dnsSuffix, reverseDnsPrefix: dnsSuffix.split(".").reverse().join(".") };
}
