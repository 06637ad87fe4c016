/** 통합인증: the agency's own sign-on, where it has one. */
import { Building2 } from 'lucide-react'
import { useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { asRefusal, type Refusal } from '@/kernel/refusal'
import { Button } from '@/kit/button'
import { words } from '../words'
import { leaveForSingleSignOn } from './actions'
import { useSingleSignOn } from './state'

interface SingleSignOnProps {
  /** Where the person goes once it has brought them back. */
  readonly to: string
  readonly onRefused: (refusal: Refusal) => void
}

export function SingleSignOn({ to, onRefused }: SingleSignOnProps) {
  const t = useWords(words)
  const title = useSingleSignOn().data
  const [isLeaving, setLeaving] = useState(false)
  if (!title) return null
  async function leave() {
    setLeaving(true)
    try {
      await leaveForSingleSignOn(to)
    } catch (error) {
      setLeaving(false)
      onRefused(asRefusal(error))
    }
  }
  return (
    <Button size="l" wide icon={Building2} isPending={isLeaving} onPress={() => void leave()}>
      {t('signin.single', { title })}
    </Button>
  )
}
