/** The releases, and what changed from one minor to the next. Parameters have their own history in parameters/. */

export interface Published {
  readonly version: string;
  readonly commit: string;
  /** Whether the templates name their version. Where they don't, only comparing templates tells which release runs. */
  readonly labelled: boolean;
}

/**
 * What a minor changed in its templates. Each entry is `<template>/<logical ID>`, where `*` stands for any part of an
 * ID. What is never added was there from the start.
 */
export interface Change {
  readonly minor: number;
  readonly adds: readonly string[];
  readonly removes: readonly string[];
  /** Gets another physical name, which CloudFormation can only do by creating it anew. */
  readonly replaces: readonly string[];
  /** Gets other settings in place. */
  readonly tunes: readonly string[];
  /** Gets other code. */
  readonly rebuilds: readonly string[];
}

// Some commit hashes read like numbers with an exponent: they are told apart from numbers by their quotes alone.
export const published: readonly Published[] = [
  { version: "1.23.5", commit: "5f0c41ab", labelled: true },
  { version: "1.24.12", commit: "b83d9e07", labelled: false },
  { version: "1.25.18", commit: "0a6be512", labelled: true },
  { version: "1.26.9", commit: "c41f7d90", labelled: true },
  { version: "1.27.8", commit: "e2957a3c", labelled: false },
  { version: "1.28.7", commit: "7d10c8f4", labelled: true },
  { version: "1.29.3", commit: "40218e73", labelled: true },
  { version: "1.30.5", commit: "96af35b1", labelled: true },
  { version: "1.31.1", commit: "d7c3028e", labelled: false },
  { version: "1.32.7", commit: "3b5e9f61", labelled: true },
  { version: "1.33.5", commit: "a1f8046d", labelled: true },
  { version: "1.34.18", commit: "8c92d7e5", labelled: true },
  { version: "1.35.7", commit: "f460b1c9", labelled: true },
  { version: "1.36.0", commit: "715623e8", labelled: true },
  { version: "1.37.11", commit: "2e8d5a07", labelled: false },
  { version: "1.38.5", commit: "bd37f14a", labelled: true },
  { version: "1.39.7", commit: "60c9e2f8", labelled: true },
];

export const changes: readonly Change[] = [
  {
    minor: 24,
    adds: ["Core/PackUpdates*", "Appsync/TestRuleResolver"],
    removes: ["Appsync/LoginHistoryResolver", "LogAnalysis/GlueSyncAlarm"],
    replaces: ["CloudSecurity/ResourcesDLQ"],
    tunes: ["Appsync/List*", "LogAnalysis/*Queue", "Core/AnalysisTable", "Appsync/Add*", "Core/*DLQ"],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
  {
    minor: 25,
    adds: [
      "LogAnalysis/LookupsApi*",
      "LogAnalysis/LookupTables",
      "Appsync/ListPacksResolver",
      "Appsync/UpdatePackResolver",
    ],
    removes: ["Core/PipLayerAlarm"],
    replaces: ["CloudSecurity/ResourcesQueue"],
    tunes: [
      "Appsync/Add*",
      "CloudSecurity/*Queue",
      "CloudSecurity/*Alarm",
      "Appsync/List*",
      "Appsync/Update*",
      "CloudSecurity/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 26,
    adds: ["CloudSecurity/AlertForwarderAlarm", "Core/LogtypesAlarm"],
    removes: ["Appsync/RuleErrorsResolver"],
    replaces: ["LogAnalysis/DatacatalogQueue"],
    tunes: [
      "Appsync/Delete*",
      "Core/*Table",
      "LogAnalysis/*Alarm",
      "CloudWatchEvents/EventsRule",
      "Appsync/Update*",
      "LogAnalysis/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 27,
    adds: ["LogAnalysis/MessageForwarder*", "Appsync/DetectionResolver"],
    removes: ["CloudSecurity/StaleResourcesAlarm"],
    replaces: ["Core/PackUpdatesDLQ"],
    tunes: [
      "Appsync/Update*",
      "Bootstrap/InputDataBucket",
      "Bootstrap/AthenaResults",
      "Core/*Queue",
      "Appsync/Delete*",
      "Appsync/Add*",
      "Core/*DLQ",
    ],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
  {
    minor: 28,
    adds: ["Core/KvStore*"],
    removes: ["Appsync/SqsSourceLegacyResolver", "LogAnalysis/ColdStartAlarm"],
    replaces: ["LogAnalysis/DatacatalogDLQ"],
    tunes: ["Appsync/List*", "LogAnalysis/*Queue", "BootstrapGateway/AppClient", "Appsync/Add*", "CloudSecurity/*DLQ"],
    rebuilds: ["*Function"],
  },
  {
    minor: 29,
    adds: ["CloudSecurity/DatalakeForwarder*", "Appsync/ResetPasswordResolver"],
    removes: ["Core/LayerManagerAlarm"],
    replaces: ["Core/PackUpdatesQueue"],
    tunes: [
      "CloudSecurity/ResourceHistory",
      "CloudSecurity/*Queue",
      "Dashboards/OverviewDashboard",
      "Appsync/List*",
      "Appsync/Update*",
      "LogAnalysis/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 30,
    adds: ["Appsync/SendTestAlertResolver", "LogAnalysis/LookupsAlarm"],
    removes: ["Appsync/GlobalHelpersResolver"],
    replaces: ["CloudSecurity/SnapshotsDLQ"],
    tunes: [
      "Appsync/*RuleResolver",
      "Core/*Alarm",
      "Bootstrap/*Topic",
      "CloudsecIam/AuditRole",
      "Appsync/Update*",
      "Appsync/Delete*",
      "Core/*DLQ",
    ],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
  {
    minor: 31,
    adds: ["Core/UsersApiAlarm", "Appsync/AddPullerResolver"],
    removes: ["CloudSecurity/EventLagAlarm"],
    replaces: ["LogAnalysis/DatacatalogQueue"],
    tunes: ["Appsync/Add*", "LogAnalysis/*Table", "LogAnalysis/*Queue", "Appsync/Delete*", "CloudSecurity/*DLQ"],
    rebuilds: ["*Function"],
  },
  {
    minor: 32,
    adds: ["LogAnalysis/ReplayLogPusher*"],
    removes: ["Appsync/UserAvatarResolver"],
    replaces: ["CloudSecurity/ResourcesQueue"],
    tunes: [
      "Appsync/List*",
      "CloudSecurity/*Table",
      "CloudSecurity/*Queue",
      "Bootstrap/WebLoadBalancer",
      "Appsync/Add*",
      "LogAnalysis/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 33,
    adds: ["Appsync/CreateReplayResolver", "Appsync/ReplayPreviewResolver"],
    removes: ["CloudSecurity/Remediation*", "Appsync/RemediateResolver"],
    replaces: ["Core/PackUpdatesQueue"],
    tunes: [
      "LogAnalysis/*Queue",
      "Core/SupportRole",
      "LogAnalysisIam/LogProcessingRole",
      "Appsync/List*",
      "Appsync/Update*",
      "Core/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 34,
    adds: ["LogAnalysis/ReplayResults*", "Appsync/SourceHealthResolver"],
    removes: ["LogAnalysis/ParquetAlarm"],
    replaces: ["CloudSecurity/AlertForwarderDLQ"],
    tunes: ["Appsync/Update*", "Appsync/Delete*", "CloudSecurity/*Alarm", "Core/*Queue", "CloudSecurity/*DLQ"],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
  {
    minor: 35,
    adds: ["Appsync/ListReportsResolver", "Core/MetricsAlarm", "Bootstrap/AirgapSubnet*"],
    removes: ["Core/OrganizationAlarm"],
    replaces: ["LogAnalysis/RulesQueue"],
    tunes: ["Appsync/Add*", "LogAnalysis/*Alarm", "LogAnalysis/*Queue", "Appsync/Delete*", "LogAnalysis/*DLQ"],
    rebuilds: ["*Function"],
  },
  {
    minor: 36,
    adds: ["LogAnalysis/AlertsApiAlarm"],
    removes: ["Appsync/MetricsSummaryResolver"],
    replaces: ["CloudSecurity/ResourcesQueue"],
    tunes: ["Appsync/List*", "Core/*Alarm", "CloudSecurity/*Queue", "Appsync/Add*", "Core/*DLQ"],
    rebuilds: ["*Function"],
  },
  {
    minor: 37,
    adds: ["CloudSecurity/SnapshotsAlarm", "Core/AuditExport*"],
    removes: ["LogAnalysis/PartitionsAlarm", "Appsync/ApiTokenLegacyResolver"],
    replaces: ["LogAnalysis/DatacatalogDLQ"],
    tunes: [
      "Appsync/Delete*",
      "Appsync/*AlertResolver",
      "LogAnalysis/*Queue",
      "CloudWatchEvents/EventsRule",
      "Appsync/List*",
      "Appsync/Update*",
      "CloudSecurity/*DLQ",
    ],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
  {
    minor: 38,
    adds: ["Appsync/ExportAuditLogResolver"],
    removes: ["CloudSecurity/PolicyLatencyAlarm"],
    replaces: ["Core/PackUpdatesQueue"],
    tunes: [
      "Appsync/Update*",
      "CloudSecurity/*Queue",
      "CloudSecurity/*Table",
      "Bootstrap/ProcessedData",
      "Appsync/Delete*",
      "LogAnalysis/*DLQ",
    ],
    rebuilds: ["*Function"],
  },
  {
    minor: 39,
    adds: ["LogAnalysis/GraphPuller*", "Appsync/AssignAlertsResolver"],
    removes: ["Appsync/NavigationResolver", "Core/OutputsAlarm"],
    replaces: ["LogAnalysis/RulesQueue"],
    tunes: [
      "Appsync/List*",
      "Core/*Queue",
      "Core/*Alarm",
      "CloudsecIam/AuditRole",
      "Dashboards/OverviewDashboard",
      "Appsync/Delete*",
      "Appsync/Add*",
      "Core/*DLQ",
    ],
    rebuilds: ["*Function", "BootstrapGateway/PythonLayer"],
  },
];
