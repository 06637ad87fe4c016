/** Asks first: what is on the desktop cannot be brought back. */
import { useQuery } from '@tanstack/react-query'
import { LogOut } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { toast, toastRefusal } from '@/kit/toast'
import { desktopOf, release } from '../../sessions/state'
import { words } from '../../words'
import type { Part } from '../chrome/part'
import s from '../view.module.css'

export const giveBack: Part = {
  id: 'give-back',
  order: 90,
  useFace() {
    const t = useWords(words)
    return { icon: LogOut, label: t('releaseTitle'), text: t('release') }
  },
  Panel({ desk, onClose }) {
    const t = useWords(words)
    const [busy, setBusy] = useState(false)
    const keepsHome = useQuery(desktopOf(desk.desktop)).data?.homes ?? false
    async function give() {
      setBusy(true)
      try {
        await release(desk.desktop)
        toast(t(keepsHome ? 'releasedHome' : 'released'))
        onClose()
      } catch (error) {
        toastRefusal(error)
        setBusy(false)
      }
    }
    return (
      <>
        <p>{t(keepsHome ? 'releaseAskHome' : 'releaseAsk')}</p>
        <div className={s.choices}>
          <Button onPress={onClose}>{t('keep')}</Button>
          <Button look="danger" isPending={busy} onPress={() => void give()}>
            {t('release')}
          </Button>
        </div>
      </>
    )
  },
}
