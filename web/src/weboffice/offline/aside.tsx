/** What was written here in an earlier state of the document: kept as a new document, or discarded. */
import { Archive } from 'lucide-react'
import { useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import { useWords } from '@/kernel/i18n'
import { useStore } from '@/kernel/store'
import { dateTime } from '@/kernel/time'
import { Button } from '@/kit/button'
import { toast, toastRefusal } from '@/kit/toast'
import type { OfficeDocument } from '../documents/state'
import s from './aside.module.css'
import { copyAside } from './copy'
import type { Keep } from './keep'
import { words } from './words'

interface Parts {
  readonly document: OfficeDocument
  readonly session: { readonly keep: Keep }
}

export function SetAside({ document, session: { keep } }: Parts) {
  const t = useWords(words)
  const aside = useStore(keep.aside)
  const closed = useStore(keep.closed)
  const [isBusy, setBusy] = useState(false)
  const go = useNavigate()
  useEffect(() => {
    if (closed > 0) toast(t('closed'))
  }, [closed, t])
  if (aside.length === 0) return null
  async function copy() {
    setBusy(true)
    try {
      const id = await copyAside(aside, t('aside.name', { title: document.title }))
      await keep.forgetAside()
      await go(`/office/d/${id}`)
    } catch (error) {
      toastRefusal(error)
      setBusy(false)
    }
  }
  const since = Math.min(...aside.map(each => each.since))
  return (
    <aside className={s.aside} aria-labelledby="set-aside">
      <Archive size={20} aria-hidden className={s.icon} />
      <div className={s.words}>
        <h2 id="set-aside">{t('aside.title')}</h2>
        <p>{t('aside.note', { at: dateTime(since) })}</p>
      </div>
      <div className={s.acts}>
        <Button isDisabled={isBusy} onPress={() => void keep.forgetAside()}>
          {t('aside.drop')}
        </Button>
        <Button look="primary" isDisabled={isBusy} onPress={() => void copy()}>
          {t('aside.copy')}
        </Button>
      </div>
    </aside>
  )
}
