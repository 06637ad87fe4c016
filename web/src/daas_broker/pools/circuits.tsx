/** What failed too often and is left alone for a while, with the reason and the way out. */
import { useQuery } from '@tanstack/react-query'
import { RotateCw, TriangleAlert } from 'lucide-react'
import { useWords } from '@/kernel/i18n'
import { Button } from '@/kit/button'
import { Card } from '@/kit/card'
import { Row, Rows } from '@/kit/list'
import { Moment } from '@/kit/moment'
import { toast, toastRefusal } from '@/kit/toast'
import { useImageTitle } from '../operations/titles'
import { type Circuit, circuits, tryAgain } from './state'
import { words } from './words'

/** Nothing while all is well. */
export function Circuits() {
  const t = useWords(words)
  const { data = [] } = useQuery(circuits)
  if (data.length === 0) return null
  return (
    <Card title={t('circuits.title', { count: data.length })} icon={TriangleAlert} flush>
      <Rows>
        {data.map(circuit => (
          <OneCircuit key={`${circuit.provider} ${circuit.image}`} circuit={circuit} />
        ))}
      </Rows>
    </Card>
  )
}

function OneCircuit({ circuit }: { readonly circuit: Circuit }) {
  const t = useWords(words)
  const titleOf = useImageTitle()
  const { image, provider, failures, reason } = circuit
  async function act() {
    try {
      await tryAgain(circuit)
      toast(t('circuits.tried'))
    } catch (error) {
      toastRefusal(error)
    }
  }
  return (
    <Row
      title={
        image === null
          ? t('circuits.host', { provider })
          : t('circuits.image', { image: titleOf(image).title })
      }
      note={
        <>
          {t('circuits.failed', { count: failures })} <Moment at={circuit.failed_at} /> · {reason}
        </>
      }
      end={
        <Button icon={RotateCw} size="s" onPress={() => void act()}>
          {t('circuits.again')}
        </Button>
      }
    />
  )
}
