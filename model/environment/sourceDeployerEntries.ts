import * as v from "valibot";
import { recommendedInstanceType } from "../source/instanceType.ts";
import { publicRepository } from "../source/publicSource.ts";
import { flag, text, wholeNumber } from "./values.ts";

/** Names inside `panther:sourceDeployer`. */
export const sourceDeployerEntries = {
  instanceType: v.optional(text("must be text such as m5.large"), recommendedInstanceType),
  // The image of Amazon Linux takes 8; a build with its images and libraries some 20.
  diskGigabytes: v.optional(wholeNumber(30, 1000, "GiB"), 50),
  idleMinutes: v.optional(wholeNumber(15, 1440, "minutes"), 60),
  vpcId: v.optional(
    v.pipe(text(), v.regex(/^vpc-[0-9a-f]{8,17}$/, "must be a VPC's ID such as vpc-0123456789abcdef0")),
  ),
  subnetId: v.optional(
    v.pipe(text(), v.regex(/^subnet-[0-9a-f]{8,17}$/, "must be a subnet's ID such as subnet-0123456789abcdef0")),
  ),
  publicAddress: v.optional(flag),
  vpcIpRange: v.optional(text("must be a block in CIDR notation such as 10.0.0.0/22")),
  repository: v.optional(
    v.pipe(
      text("must be the https URL of a git repository"),
      // What stands before the host is a password as a rule, and it would be seen in the instance's processes.
      v.regex(
        /^https:\/\/[\w.-]+(:\d+)?\/[\w./~-]+$/,
        "must be the https URL of a git repository, without credentials",
      ),
    ),
    publicRepository,
  ),
  image: v.optional(
    v.pipe(text(), v.regex(/^[\w.:/-]+(@sha256:[0-9a-f]{64})?$/, "must be an image's name such as example/image:1.2")),
  ),
};
