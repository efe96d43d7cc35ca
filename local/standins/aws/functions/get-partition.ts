import type { FunctionHandler } from "../handler.ts";
import { partitionOf } from "../partitions.ts";

export const handler: FunctionHandler = async (call) => {
  const found = partitionOf(call.region);
  return { ...found, id: found.partition };
};
