import { inS3, type PermissionStatement } from "../statement.ts";

/** Templates, by whoever runs the command: the driver checks them, CloudFormation reads the two that a call names. */
export const readReleases: PermissionStatement = {
  sid: "ReadReleases",
  why: "root, nested and role templates, which Panther's buckets let approved accounts read",
  actions: ["s3:GetObject"],
  resources: [inS3("{releases}/*"), inS3("{roleTemplates}/*")],
};

export const listRoles: PermissionStatement = {
  sid: "ListRoleTemplates",
  why: "which versions of the role there are",
  actions: ["s3:ListBucket"],
  resources: [inS3("{roleTemplates}")],
};

/** The program, which reads no object: AWS's plugin for Pulumi would ask for its tags, too. */
export const lookForTemplates: PermissionStatement = {
  sid: "LookForTemplates",
  why: "whether the templates are there that the program names",
  actions: ["s3:ListBucket"],
  resources: [inS3("{releases}"), inS3("{roleTemplates}")],
};

/** Outside of China, of what is copied to it. */
export const readSource: PermissionStatement = {
  sid: "ReadSource",
  why: "the release as Panther publishes it outside of China",
  actions: ["s3:GetObject"],
  resources: [inS3("{source}/*"), inS3("{roleTemplates}/*")],
};

export const writeJournal: PermissionStatement = {
  sid: "WriteJournal",
  why: "the run's journal, at its end",
  actions: ["s3:PutObject"],
  resources: [inS3("{journal}/*")],
};
