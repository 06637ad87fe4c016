import { defineWords } from '@/kernel/i18n'

export const words = defineWords(
  'daas_waiting',
  {
    title: '기다리는 사람 {{count}}명',
    label: '기다리는 사람',
    all: '{{count}}명 모두 보기',
    fewer: '앞의 {{count}}명만 보기',
    position: '순서',
    place: '{{position}}번째',
    since: '언제부터',
    why: '까닭',
    lack: {
      ready: '준비되었습니다. 그 사람의 화면이 다음에 물을 때 이어집니다',
      full: '풀의 {{count}}대가 모두 쓰입니다. 누가 돌려주거나 최대를 늘려야 합니다',
      starting: '다음 가상PC를 켜고 있습니다',
      failing: '가상PC가 켜지지 않습니다. 풀에서 까닭을 보십시오',
      none: '곧 새로 켭니다',
      no_image: '풀의 이미지가 서버에 없습니다. 이미지를 만들거나 풀에서 다른 것을 고르십시오',
    },
    held: {
      no_warming: '부서 예산이 다해 새로 켜지 않습니다',
      queue: '부서 예산이 다해 다른 부서 다음입니다',
    },
  },
  {
    title: 'Waiting: {{count}}',
    label: 'Who waits',
    all: 'Show all {{count}}',
    fewer: 'Show the first {{count}}',
    position: 'Place',
    place: '{{position}}',
    since: 'Since',
    why: 'Why',
    lack: {
      ready: 'Ready: it opens when their page asks next',
      full_one: 'The pool’s one desktop is taken: somebody gives it back, or the most is raised',
      full: 'All {{count}} of the pool are taken: somebody gives one back, or the most is raised',
      starting: 'The next one is starting',
      failing: 'Desktops of the pool do not start: the pool says why',
      none: 'One is about to be started',
      no_image: 'The pool’s image is not on the server: build it, or choose another in the pool',
    },
    held: {
      no_warming: 'The division’s budget is spent: none is started',
      queue: 'The division’s budget is spent: after the others',
    },
  },
)
