import { inRegion, type PermissionStatement } from "../statement.ts";

const project = inRegion("codebuild", "project/panther-pulumi");

export const readBuilds: PermissionStatement = {
  sid: "ReadBuilds",
  why: "whether the post-deploy build has run since the last change",
  actions: ["codebuild:BatchGetProjects", "codebuild:ListBuildsForProject", "codebuild:BatchGetBuilds"],
  resources: [project],
};

export const startBuild: PermissionStatement = {
  sid: "StartBuild",
  why: "the post-deploy build, which acts with the project's own role",
  actions: ["codebuild:StartBuild"],
  resources: [project],
};

export const readBuildLog: PermissionStatement = {
  sid: "ReadBuildLog",
  why: "the build's log, as it is written",
  actions: ["logs:GetLogEvents"],
  resources: [inRegion("logs", "log-group:/aws/codebuild/panther-pulumi:log-stream:*")],
};
