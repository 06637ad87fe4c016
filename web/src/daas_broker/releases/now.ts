/** What is going on with a release, and what its asker may do about it, in a sentence. */
import { useQuery } from '@tanstack/react-query'
import { useWords } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { dateTime, time } from '@/kernel/time'
import { words as antivirus } from './antivirus.words'
import { desk, liesUninspected, type Release, waitsForAntivirus } from './state'
import { words } from './words'

export function useNow(release: Release): string {
  const t = useWords(words)
  const { stage, to, source } = release
  const at = dateTime(release.ends_at)
  const blocked = useBlocked(release)
  const silent = useSilent(release)
  if (silent) return silent
  if (stage === 'waiting') {
    const who = release.approvers.join(', ')
    if (release.approvers.length > 1) return t('now.waitingOneOf', { who, at })
    return who ? t('now.waiting', { who, at }) : t('now.waitingAnybody', { at })
  }
  if (stage === 'released') {
    if (source === 'text') return t('now.releasedtext', { at })
    return to === 'internet' ? t('now.releasedinternet', { at }) : t('now.releasedwork')
  }
  if (stage === 'blocked') return blocked
  return t(`now.${stage}`, { place: release.place })
}

/** Empty unless an antivirus, or whoever asks it, is what it waits for. */
function useSilent(release: Release): string {
  const t = useWords(antivirus)
  const { data } = useQuery(desk)
  if (data && liesUninspected(release, data.antivirus))
    return t('waits.unheard', { at: time(data.antivirus.asked_at ?? release.asked_at) })
  if (!data || !waitsForAntivirus(release, data.antivirus)) return ''
  const until = Date.parse(release.asked_at) + data.antivirus.patience_seconds * 1000
  return t('waits.silent', { at: time(until) })
}

function useBlocked({ malware, stops }: Release): string {
  const t = useWords(words)
  if (malware) return t('now.infected', { malware })
  return t('now.blocked', { what: stops.map(one => t(`finding.${one}`)).join(', ') })
}

/** Why it was not delivered yet; empty where nothing went wrong. */
export function useTrouble(release: Release): string {
  const t = useWords(words)
  const textOf = useRefusalText()
  if (release.stage !== 'released' || !release.trouble) return ''
  return t('trouble', { why: textOf(new Refusal(release.trouble, 503)) })
}
