/** Whether this computer's own notices tell of what happens while one looks elsewhere. */
import { BellRing } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import s from './notices.module.css'
import { askPermission, permission } from './notification'
import { words } from './words'

export function NoticesLine() {
  const t = useWords(words)
  const [state, setState] = useState(permission)
  if (state === 'impossible') return null
  if (state !== 'default')
    return <p className={s.line}>{t(state === 'granted' ? 'noticesOn' : 'noticesDenied')}</p>
  return (
    <div className={s.line}>
      <span>{t('noticesNote')}</span>
      <Button size="s" icon={BellRing} onPress={() => void askPermission().then(setState)}>
        {t('notices')}
      </Button>
    </div>
  )
}
