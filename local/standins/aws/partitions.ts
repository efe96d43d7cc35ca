export interface Partition {
  readonly partition: "aws" | "aws-cn" | "aws-us-gov";
  readonly dnsSuffix: string;
  readonly reverseDnsPrefix: string;
}

export function partitionOf(region: string): Partition {
  if (region.startsWith("cn-")) {
    return { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" };
  }
  const partition = region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
  return { partition, dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" };
}
