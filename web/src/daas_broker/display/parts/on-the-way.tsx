/** One file on its way: how far it is, and a button that takes it back. */
import { Square } from 'lucide-react'
import { useRef, useState } from 'react'
import { useWords } from '@/kernel/i18n'
import { bytes } from '@/kernel/text'
import { Button } from '@/kit/button'
import { Progress } from '@/kit/progress'
import { words } from './files.words'
import { asItGoes, type Passed } from './going'

export interface OnTheWay {
  readonly name: string
  readonly passed: number
  readonly total: number
}

/** `go` throws what `asItGoes` throws; `isStopped` says whether that is its person's own doing. */
export function useOnTheWay() {
  const [now, setNow] = useState<OnTheWay | null>(null)
  const taken = useRef(new AbortController())
  async function go<T>(path: string, body: object, name: string): Promise<T> {
    taken.current = new AbortController()
    const tell = (passed: Passed) => setNow({ name, ...passed })
    try {
      return await asItGoes<T>(path, body, tell, taken.current.signal)
    } finally {
      setNow(null)
    }
  }
  return {
    now,
    go,
    stop: () => taken.current.abort(),
    isStopped: () => taken.current.signal.aborted,
  }
}

interface BarProps {
  readonly way: ReturnType<typeof useOnTheWay>
  readonly label: (name: string) => string
  /** One of many, which are stopped together. */
  readonly isOfMany?: boolean
}

/** Nothing for a file that is there at once. */
export function OnTheWayBar({ way, label, isOfMany = false }: BarProps) {
  const t = useWords(words)
  if (!way.now) return null
  const { name, passed, total } = way.now
  return (
    <>
      <Progress
        label={label(name)}
        value={total > 0 ? (passed / total) * 100 : 0}
        note={`${bytes(passed)} / ${bytes(total)}`}
      />
      {!isOfMany && (
        <Button size="s" icon={Square} onPress={way.stop}>
          {t('stop')}
        </Button>
      )}
    </>
  )
}
