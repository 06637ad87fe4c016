/** How full one's own drive is. */
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Progress } from '@/kit/progress'
import { useRoots } from '../state'
import { words } from '../words'
import s from './bar.module.css'

const WARNING_PERCENT = 85
const DANGER_PERCENT = 95

export function Quota() {
  const t = useWords(words)
  const { quota } = useRoots()
  const used = quota.used_bytes + quota.promised_bytes
  const percent = (used / quota.limit_bytes) * 100
  const tone =
    percent >= DANGER_PERCENT ? 'danger' : percent >= WARNING_PERCENT ? 'warning' : 'primary'
  return (
    <div className={s.quota}>
      <Progress
        label={t('quota.free', { free: bytes(Math.max(0, quota.limit_bytes - used)) })}
        value={Math.min(100, percent)}
        note={t('quota.note', { used: bytes(used), limit: bytes(quota.limit_bytes) })}
        tone={tone}
      />
      <p className={s.note}>{t('quota.counts')}</p>
    </div>
  )
}
