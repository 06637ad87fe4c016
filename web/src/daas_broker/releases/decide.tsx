/** An approver's answer: all findings are looked at before, and why not is always said. */
import { Check, X } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Checkbox, TextArea } from '@/kit/field'
import { toast, toastRefusal } from '@/kit/toast'
import { foundIn } from './findings'
import s from './page.module.css'
import { approve, type Release, refuse } from './state'
import { words } from './words'

const SHORTEST = 5

export function Decide({ release }: { readonly release: Release }) {
  const t = useWords(words)
  const [hasSeen, see] = useState(false)
  const [answer, setAnswer] = useState('')
  const [busy, setBusy] = useState<'approve' | 'refuse' | null>(null)
  const found = foundIn(release)
  const isSaid = answer.trim().length >= SHORTEST
  async function act(how: 'approve' | 'refuse') {
    setBusy(how)
    try {
      if (how === 'approve') await approve(release.id, answer, found)
      else await refuse(release.id, answer)
      toast(t(how === 'approve' ? 'decide.approved' : 'decide.refused'))
    } catch (error) {
      toastRefusal(error)
    } finally {
      setBusy(null)
    }
  }
  const isReady = found.length === 0 || (hasSeen && isSaid)
  return (
    <div className={s.form}>
      <p className={s.quiet}>{t('decide.note')}</p>
      {found.length > 0 && (
        <Checkbox isSelected={hasSeen} onChange={see}>
          {t('decide.seen')}
        </Checkbox>
      )}
      <TextArea
        label={t('decide.answer')}
        hint={t('decide.answerHint')}
        value={answer}
        onChange={setAnswer}
        maxLength={500}
      />
      {!isReady && <p className={s.quiet}>{t('decide.first')}</p>}
      {!isSaid && <p className={s.quiet}>{t('decide.sayWhy')}</p>}
      <div className={s.acts}>
        <Button
          icon={X}
          isPending={busy === 'refuse'}
          isDisabled={!isSaid}
          onPress={() => void act('refuse')}
        >
          {t('decide.refuse')}
        </Button>
        <Button
          look="primary"
          icon={Check}
          isPending={busy === 'approve'}
          isDisabled={!isReady}
          onPress={() => void act('approve')}
        >
          {t('decide.approve')}
        </Button>
      </div>
    </div>
  )
}
