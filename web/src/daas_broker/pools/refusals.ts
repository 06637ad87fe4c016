/** Why a pool is not as it was written, by the field that does not fit. */
import { defineRefusals } from '@/kernel/refusal-words'

defineRefusals(
  {
    machines_absent:
      '이 서버에는 가상 머신을 돌리는 프로그램이 없습니다. 서버 관리자가 ./onmaru up --with vm 을 한 번 실행하면 쓸 수 있습니다. 그때까지는 컨테이너 풀을 만드십시오.',
    pool_impossible: '풀의 값이 맞지 않습니다. 고친 뒤 다시 저장하십시오.',
    pool_impossible_name: '풀의 이름을 적으십시오.',
    pool_impossible_warm: '예열 대수는 최대 대수({{maximum}})보다 클 수 없습니다.',
    pool_impossible_windows:
      '요일과 시각별 예열에 맞지 않는 줄이 있습니다. 요일을 고르고, 끝나는 시각을 시작보다 뒤로 정하십시오.',
    pool_impossible_image:
      '“{{image}}”라는 이미지는 이 서버에 없고 만들 수도 없습니다. 이미지 화면에 있는 것을 고르십시오.',
    pool_impossible_app: '프로그램 하나만 쓰는 풀에는 그 프로그램의 이름이 있어야 합니다.',
    pool_impossible_linger: '로그아웃 뒤 보관하는 시간이 맞지 않습니다.',
  },
  {
    machines_absent:
      'This server has no programs that run virtual machines. An administrator of the server runs ./onmaru up --with vm once; until then, make a pool of containers.',
    pool_impossible: 'These values do not fit. Change them and save again.',
    pool_impossible_name: 'Give the pool a name.',
    pool_impossible_warm: 'No more can be kept warm than the maximum ({{maximum}}).',
    pool_impossible_windows:
      'A line of the weekly times does not fit: choose days, and let it end after it begins.',
    pool_impossible_image:
      'There is no image “{{image}}” on this server, and none can be built. Choose one of the page of images.',
    pool_impossible_app: 'A pool of one program needs the name of that program.',
    pool_impossible_linger: 'How long it is kept after sign-out does not fit.',
  },
)
