import { defineWords } from '@/kernel/i18n'

/** Whose screen a watermark's code was on. */
export const words = defineWords(
  'daas_policy_trace',
  {
    title: '코드로 찾기',
    traceNote:
      '화면 사진의 워터마크에 보이는 열 글자를 적으십시오. 찾아본 사실은 감사기록에 남습니다.',
    code: '워터마크 코드',
    find: '찾기',
    notFound: '그 코드의 화면이 없습니다.',
    tracedAt: '{{from}}부터 {{to}}까지',
    stillOpen: '{{from}}부터, 지금도 열려 있음',
    honest: '브라우저는 화면 캡처를 막지 못합니다. 워터마크는 누가 보던 화면인지 찾게 해 줍니다.',
  },
  {
    title: 'Find by code',
    traceNote: 'Type the ten letters of the watermark in a photograph. Looking is recorded.',
    code: 'Watermark code',
    find: 'Find',
    notFound: 'No screen carried that code.',
    tracedAt: '{{from}} to {{to}}',
    stillOpen: 'since {{from}}, still open',
    honest: 'Browsers cannot stop screen capture. A watermark tells whose screen it was.',
  },
)
