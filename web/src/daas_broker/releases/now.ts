/** What is going on with a release, and to its asker what may be done about it, in a sentence. */
import { useQuery } from '@tanstack/react-query'
import { useWords } from '@/kernel/i18n'
import { Refusal } from '@/kernel/refusal'
import { useRefusalText } from '@/kernel/refusal-words'
import { dateTime, time } from '@/kernel/time'
import { words as antivirus } from './antivirus.words'
import { words as ofOthers } from './now.words'
import { desk, liesUninspected, type Release, waitsForAntivirus } from './state'
import { words } from './words'

export function useNow(release: Release): string {
  const t = useWords(words)
  const { stage, to, source } = release
  const at = dateTime(release.ends_at)
  const blocked = useBlocked(release)
  const waiting = useWaiting(release, at)
  const silent = useSilent(release)
  const others = useOthers(release, at)
  if (silent || others) return silent || others
  if (stage === 'waiting') return waiting
  if (stage === 'released') {
    if (source === 'text') return t('now.releasedtext', { at })
    return to === 'internet' ? t('now.releasedinternet', { at }) : t('now.releasedwork')
  }
  if (stage === 'blocked') return blocked
  return t(`now.${stage}`, { place: release.place })
}

function useWaiting({ approvers }: Release, at: string): string {
  const t = useWords(words)
  const who = approvers.join(', ')
  if (approvers.length > 1) return t('now.waitingOneOf', { who, at })
  return who ? t('now.waiting', { who, at }) : t('now.waitingAnybody', { at })
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
  const what = useStops(stops)
  return malware ? t('now.infected', { malware }) : t('now.blocked', { what })
}

/** Empty for its asker, and where nobody has anything to do. */
function useOthers({ is_mine, stage, person, malware, stops }: Release, at: string): string {
  const t = useWords(ofOthers)
  const what = useStops(stops)
  if (is_mine) return ''
  if (stage === 'blocked') return malware ? t('infected', { malware }) : t(stage, { what, person })
  if (stage === 'refused' || stage === 'lost') return t(stage, { person })
  return stage === 'released' ? t(stage, { person, at }) : ''
}

function useStops(stops: Release['stops']): string {
  const t = useWords(words)
  return stops.map(one => t(`finding.${one}`)).join(', ')
}

/** Why it was not delivered yet; empty where nothing went wrong. */
export function useTrouble(release: Release): string {
  const t = useWords(words)
  const textOf = useRefusalText()
  if (release.stage !== 'released' || !release.trouble) return ''
  return t('trouble', { why: textOf(new Refusal(release.trouble, 503)) })
}
