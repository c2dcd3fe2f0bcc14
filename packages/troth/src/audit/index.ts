/** The audit: a second, naive implementation that shares no rule with the product. */
export { audit, type AuditOptions, type AuditReport, auditSnapshot, type WorldAudited } from './audit.ts';
export { type CheckName, CHECKS } from './checks.ts';
export { Findings, type Violation } from './findings.ts';
export { UNPROVED } from './unproved.ts';
