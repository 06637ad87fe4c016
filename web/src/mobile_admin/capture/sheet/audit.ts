/**
 * The log of how a sheet was filled in (docs.getodk.org/form-audit-log): which question was open
 * when, what was answered before and after. Only where the form asks for it.
 */
export type AuditEvent =
  | 'form start'
  | 'form resume'
  | 'form save'
  | 'form exit'
  | 'form finalize'
  | 'group questions'
  | 'question'
  | 'jump'
  | 'add repeat'
  | 'delete repeat'
  | 'end screen'
  | 'constraint error'

export interface AuditRow {
  readonly event: AuditEvent
  readonly node: string
  /** Milliseconds since 1970 by the device's clock; 0 where it has no end. */
  readonly start: number
  readonly end: number
  readonly before?: string
  readonly after?: string
}

const HEAD = ['event', 'node', 'start', 'end']
const HEAD_OF_CHANGES = ['old-value', 'new-value']

export interface AuditWish {
  readonly isWanted: boolean
  readonly followsChanges: boolean
}

const MODEL = /<([\w.-]+:)?bind\b[^>]*\bnodeset="[^"]*\/meta\/audit"[^>]*>/

/** Read from the form itself: engines do not speak of it. */
export function auditWish(form: string): AuditWish {
  const [bind = ''] = MODEL.exec(form) ?? []
  return { isWanted: bind !== '', followsChanges: /track-changes="true(\(\))?"/.test(bind) }
}

export function csvOf(rows: readonly AuditRow[], { followsChanges }: AuditWish): string {
  const head = followsChanges ? [...HEAD, ...HEAD_OF_CHANGES] : HEAD
  const lines = rows.map(({ event, node, start, end, before = '', after = '' }) => {
    const cells = [event, node, String(start), end === 0 ? '' : String(end)]
    return (followsChanges ? [...cells, before, after] : cells).map(cell).join(',')
  })
  return `${[head.join(','), ...lines].join('\n')}\n`
}

function cell(text: string): string {
  return /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}

/** Names the log in the answers, where the form has its place. */
export function withAudit(xml: string, name: string): string {
  return xml.replace(/<((?:[\w.-]+:)?audit)(\s[^>]*)?(\/>|>\s*<\/\1>)/, `<$1$2>${name}</$1>`)
}
