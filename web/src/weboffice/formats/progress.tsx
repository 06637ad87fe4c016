/** A conversion that is going on. */
import { useQuery } from '@tanstack/react-query'
import { X } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { useLive } from '@/kernel/live'
import { Button } from '@/kit/button'
import { Progress } from '@/kit/progress'
import { toastRefusal } from '@/kit/toast'
import s from './formats.module.css'
import { type Conversion, cancelConversion, conversionAt, isGoing } from './state'
import { words } from './words'

const LOOK_AGAIN = 5_000 // beside the hints, which may be lost

export function useConversion(id: string | null): Conversion | undefined {
  const query = conversionAt(id ?? '')
  const { data } = useQuery({
    ...query,
    enabled: id !== null,
    refetchInterval: found => (found.state.data && !isGoing(found.state.data) ? false : LOOK_AGAIN),
  })
  useLive(id === null ? null : `conversion:${id}`, query.queryKey)
  return id === null ? undefined : data
}

/** Stages, not a measure: nobody knows how long a program reads. */
const SHARES = { waiting: 5, fetching: 20, converting: 50, checking: 85, done: 100 } as const

export function Working({ conversion }: { readonly conversion: Conversion }) {
  const t = useWords(words)
  const isMaking = conversion.way === 'export' && conversion.stage === 'converting'
  return (
    <div className={s.working}>
      <div className={s.bar}>
        <Progress
          label={isMaking ? t('making') : t(`stage.${conversion.stage}`)}
          value={SHARES[conversion.stage]}
          note={conversion.format === 'pdfa' ? 'PDF/A' : conversion.format.toUpperCase()}
        />
      </div>
      <Button icon={X} onPress={() => void cancelConversion(conversion.id).catch(toastRefusal)}>
        {t('cancel')}
      </Button>
    </div>
  )
}
